/** One part of a message. All texts are plain: whoever renders them escapes them. */
export type Block =
  /** The one thing that matters, large. */
  | { type: 'headline'; label: string; headline: string; below: string | null }
  | { type: 'paragraph'; text: string; quiet?: boolean }
  /** What somebody typed: its lines are kept, its marks mean nothing. */
  | { type: 'quote'; label: string; lines: readonly string[] }
  | { type: 'items'; heading: string; items: readonly Item[]; sums: readonly Fact[] }
  | { type: 'facts'; facts: readonly Fact[] }
  | { type: 'button'; label: string; address: string }
  /** The button's address, to be seen and copied. */
  | { type: 'address'; label: string; address: string };

export interface Item {
  title: string;
  /** Reference and date. */
  detail: string;
  amount: string;
}

export interface Fact {
  label: string;
  value: string;
}

/** A mail before it is HTML and plain text. */
export interface Message {
  /** BCP 47. */
  locale: string;
  direction: 'ltr' | 'rtl';
  /** In plain text, between a label and what it labels. */
  colon: string;
  subject: string;
  /** What mail programs show beside the subject. */
  preheader: string;
  merchant: string;
  logoUrl: string | null;
  /** Said above everything where no real money moves. */
  test: string | null;
  blocks: readonly Block[];
  footer: readonly string[];
}
