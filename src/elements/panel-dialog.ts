import type { LitElement } from 'lit';
import type { Account } from '../contract/account.ts';
import type { ReadOptions, StaffBackend } from '../contract/backend.ts';
import type { PaymentLink } from '../contract/link.ts';
import type { ChargeDraft, ChargeMethod } from '../payment/charge-draft.ts';
import type { PaymentController } from '../payment/payment-controller.ts';
import type { LoadStripeOptions } from '../stripe/stripe.ts';
import type { StaffText } from '../text/staff/text.ts';
import type { Language } from '../text/vocabulary.ts';
import type { TopLayer } from '../ui/top-layer.ts';
import type { Wording } from '../ui/wording.ts';

/** The dialog, as what is inside of it sees it. */
export interface PanelDialog {
  host: LitElement;
  payment: PaymentController;
  topLayer: TopLayer;
  language: () => Language<StaffText>;
  staff: () => Promise<StaffBackend>;
  wishes: () => {
    bookingIds: string[] | null;
    method: ChargeMethod | null;
    returnUrl: string;
    loading: LoadStripeOptions;
  };
  readAccount: (options: ReadOptions) => Promise<Account>;
  /** Reads the account anew, and resolves when it is shown. */
  refresh: () => Promise<void>;
  /** A payment link was made, and is shown. */
  tell: (link: PaymentLink) => void;
  /** Puts the focus on what is news. */
  focusNews: () => void;
  close: () => void;
  dismiss: () => void;
}

/** What the person has chosen, and on what account. */
export interface Chosen {
  account: Account;
  draft: ChargeDraft;
}

/** What the part for payment links needs of the panel. */
export interface LinksPanel {
  dialog: PanelDialog;
  chosen: () => Chosen | null;
  words: () => Wording;
}
