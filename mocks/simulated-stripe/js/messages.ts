import type { FrameTexts } from './texts.ts';

/** What a frame shows and how, as plain data. */
export interface FrameSettings {
  /** BCP 47. */
  language: string;
  direction: 'ltr' | 'rtl';
  texts: FrameTexts;
  countries: readonly { code: string; name: string }[];
  /** ISO 3166-1 alpha-2: chosen when nothing else is. */
  country: string;
  postalCode: string;
  /** Which address fields the form has; what it lacks the integration must pass itself. */
  asks: { country: boolean; postalCode: boolean };
  /** Null: no mandate is shown. */
  terms: string | null;
  readOnly: boolean;
  /** An accordion has a heading that can be collapsed. */
  accordion: boolean;
  collapsed: boolean;
  /** Appearance variables, by their names. */
  variables: Readonly<Record<string, string>>;
  /** Appearance rules as a style sheet. */
  styleSheet: string;
}

export type CardField = 'number' | 'expiry' | 'cvc' | 'postalCode';

export type FaultCode =
  | 'incomplete_number'
  | 'incorrect_number'
  | 'incomplete_expiry'
  | 'invalid_expiry_month_past'
  | 'invalid_expiry_year_past'
  | 'incomplete_cvc'
  | 'incomplete_zip'
  | 'incomplete_payment_details';

/** What the person entered: only ever sent through the frame's own port. */
export interface CardDetails {
  number: string;
  expMonth: number;
  expYear: number;
  cvc: string;
  country: string | null;
  postalCode: string | null;
}

export type ToPaymentFrame =
  | { type: 'settings'; settings: FrameSettings }
  | { type: 'focus' | 'blur' | 'clear' | 'collapse' }
  | { type: 'validate'; id: number }
  | { type: 'collect'; id: number };

export type FromPaymentFrame =
  | { type: 'hello' | 'applied' | 'focus' | 'blur' | 'escape' }
  | { type: 'height'; height: number }
  | { type: 'change'; empty: boolean; complete: boolean; collapsed: boolean }
  | { type: 'answer'; id: number; fault: FaultCode | null; card: CardDetails | null };

export type ChallengeOutcome = 'pass' | 'fail' | 'cancel';

export type ToChallengeFrame = { type: 'challenge'; texts: FrameTexts; language: string; direction: 'ltr' | 'rtl' };

export type FromChallengeFrame = { type: 'hello' } | { type: 'outcome'; outcome: ChallengeOutcome };

/** Given to a frame's script: takes the page's port, once, and answers through it. */
export type ConnectToPage = <Sent, Received>(receive: (message: Received) => void) => (message: Sent) => void;
