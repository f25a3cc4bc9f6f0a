export interface Mail {
  /** The same id is the same mail: a mailer that sees it twice may drop the second. */
  id: string;
  to: string;
  subject: string;
  html: string;
  text: string;
}

/** Sends a mail, or rejects so that the outbox tries again. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}
