import type { Mail, Mailer, Sms } from '../src/server/mailer.ts';

/** A mailer that keeps what it was given; the same message is kept once. */
export interface MemoryMailer extends Required<Mailer> {
  /** The oldest first. */
  readonly sent: readonly Mail[];
  readonly sentSms: readonly Sms[];
}

export function createMemoryMailer(): MemoryMailer {
  const sent: Mail[] = [];
  const sentSms: Sms[] = [];
  return {
    sent,
    sentSms,
    async send(mail) {
      if (!sent.some((each) => each.id === mail.id)) sent.push(structuredClone(mail));
    },
    async sendSms(sms) {
      if (!sentSms.some((each) => each.id === sms.id)) sentSms.push(structuredClone(sms));
    },
  };
}
