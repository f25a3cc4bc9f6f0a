import { Undeliverable, type DeliveryReport, type Mail, type Mailer } from 'paydesk/server';

/** A mail or a text message, as it came to where it was sent. */
export interface Received {
  id: string;
  kind: 'mail' | 'sms';
  /** Null for a text message. */
  from: string | null;
  to: string;
  subject: string | null;
  html: string | null;
  text: string;
  at: string;
  state: 'sent' | 'refused' | DeliveryReport['state'];
}

/** The try-out's mailer: nothing leaves the machine, everything can be read. */
export interface Outbox extends Required<Mailer> {
  /** The oldest first. */
  readonly received: readonly Received[];
  close(): void;
}

/**
 * What became of a message is told to `report` after `pause` milliseconds, as mail servers do: addresses that begin with `bounce` come back, as do
 * numbers that end in 0000; those that begin with `refuse` are refused at once.
 */
export function createOutbox({
  report,
  pause = 1_000,
}: {
  report: (report: DeliveryReport) => Promise<void>;
  pause?: number;
}): Outbox {
  const received = new Map<string, Received>();
  const timers = new Set<NodeJS.Timeout>();

  function receive(message: Omit<Received, 'at' | 'state'>): void {
    // The same id is the same message.
    if (received.has(message.id)) return;
    const entry: Received = { ...message, at: new Date().toISOString(), state: 'sent' };
    received.set(entry.id, entry);
    if (/^refuse/i.test(addressIn(entry.to))) {
      entry.state = 'refused';
      throw new Undeliverable('The try-out refuses this address.');
    }
    const state = /^bounce|0000$/i.test(addressIn(entry.to)) ? 'bounced' : 'delivered';
    const timer = setTimeout(() => {
      timers.delete(timer);
      entry.state = state;
      void report({ messageId: entry.id, state });
    }, pause);
    timers.add(timer);
  }

  return {
    get received() {
      return [...received.values()];
    },
    async send({ id, from, to, subject, html, text }: Mail) {
      receive({ id, kind: 'mail', from, to, subject, html, text });
    },
    async sendSms({ id, to, text }) {
      receive({ id, kind: 'sms', from: null, to, subject: null, html: null, text });
    },
    close() {
      timers.forEach(clearTimeout);
    },
  };
}

/** `Name <address>` or the address alone. */
const addressIn = (to: string): string => /<([^>]*)>$/.exec(to)?.[1] ?? to;
