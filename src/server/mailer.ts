export interface Mail {
  /** The same id is the same mail: a mailer that sees it twice may drop the second. Reports of its delivery name it. */
  id: string;
  /** `Name <address>`. */
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
}

/** A text message. */
export interface Sms {
  id: string;
  to: string;
  text: string;
}

/**
 * Sends mails, and text messages where it can. What rejects is tried again by the outbox; with `Undeliverable` it is given up at once. What
 * becomes of a message later is told to `reportDelivery` of the handler.
 */
export interface Mailer {
  send(mail: Mail): Promise<void>;
  /** Without it, links can't be sent as text messages. */
  sendSms?(sms: Sms): Promise<void>;
}

/** The address will never take it: there is no use in trying again. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable';
}

/** What a mailer learned of a message after it was sent. */
export interface DeliveryReport {
  /** The id of the mail or the text message. */
  messageId: string;
  state: 'delivered' | 'bounced' | 'failed';
}
