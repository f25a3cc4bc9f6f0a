import type { Mail, Mailer } from '../src/server/mailer.ts';

/** A mailer that keeps what it was given; the same mail is kept once. */
export interface MemoryMailer extends Mailer {
  /** The oldest first. */
  readonly sent: readonly Mail[];
}

export function createMemoryMailer(): MemoryMailer {
  const sent: Mail[] = [];
  return {
    sent,
    async send(mail) {
      if (!sent.some((each) => each.id === mail.id)) sent.push(structuredClone(mail));
    },
  };
}
