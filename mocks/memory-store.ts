import type {
  AttemptRecord,
  AttemptScope,
  ConsentRecord,
  CustomerRecord,
  LinkRecord,
  OutboxMessage,
  Store,
  Transaction,
} from '../src/server/store.ts';
import type { Settings } from '../src/contract/settings.ts';

interface Queued {
  message: OutboxMessage;
  dueAt: string;
  tries: number;
}

/** What one merchant's transactions have committed. Maps keep the order of insertion, which is the order of time. */
interface Committed {
  customers: Map<string, CustomerRecord>;
  attempts: Map<string, AttemptRecord>;
  links: Map<string, LinkRecord>;
  settings: Settings | null;
  consents: ConsentRecord[];
  events: Set<string>;
  /** Finished messages stay, so that the same id is never queued twice. */
  messages: Map<string, Queued | 'finished'>;
  /** By name, the end of the line of those who wait for it. */
  locks: Map<string, Promise<void>>;
}

/**
 * The store port in memory, as strict as a database: locks make transactions wait, a throw takes back every write, writes are seen by others
 * only after the commit, and every call yields, so that races are as real as they are over a network.
 */
export function createMemoryStore(): Store {
  const merchants = new Map<string, Committed>();
  const committedOf = (merchantId: string): Committed => {
    const known = merchants.get(merchantId);
    if (known) return known;
    const fresh: Committed = {
      customers: new Map(),
      attempts: new Map(),
      links: new Map(),
      settings: null,
      consents: [],
      events: new Set(),
      messages: new Map(),
      locks: new Map(),
    };
    merchants.set(merchantId, fresh);
    return fresh;
  };

  return {
    async transaction(merchantId, work) {
      const transaction = new MemoryTransaction(committedOf(merchantId));
      try {
        const result = await work(transaction);
        transaction.commit();
        return result;
      } finally {
        transaction.release();
      }
    },

    async claimMessages(merchantId, now, leaseUntil, limit) {
      await turn();
      const due = [...committedOf(merchantId).messages.values()].filter((queued) => queued !== 'finished');
      return due
        .filter((queued) => queued.dueAt <= now)
        .slice(0, limit)
        .map((queued) => {
          queued.dueAt = leaseUntil;
          queued.tries += 1;
          return { message: structuredClone(queued.message), tries: queued.tries };
        });
    },

    async finishMessage(merchantId, id) {
      await turn();
      committedOf(merchantId).messages.set(id, 'finished');
    },

    async retryMessage(merchantId, id, at) {
      await turn();
      const queued = committedOf(merchantId).messages.get(id);
      if (queued && queued !== 'finished') queued.dueAt = at;
    },
  };
}

class MemoryTransaction implements Transaction {
  readonly #committed: Committed;
  readonly #held = new Map<string, () => void>();
  readonly #customers = new Map<string, CustomerRecord>();
  readonly #attempts = new Map<string, AttemptRecord>();
  readonly #links = new Map<string, LinkRecord>();
  #settings: Settings | null = null;
  readonly #consents: ConsentRecord[] = [];
  readonly #events = new Set<string>();
  readonly #messages: OutboxMessage[] = [];

  constructor(committed: Committed) {
    this.#committed = committed;
  }

  async lockCustomer(customerId: string): Promise<CustomerRecord> {
    await this.#lock(`customer ${customerId}`);
    const known = await this.customer(customerId);
    if (known) return known;
    const fresh: CustomerRecord = { customerId, stripeCustomerId: null };
    this.#customers.set(customerId, fresh);
    return structuredClone(fresh);
  }

  async customer(customerId: string): Promise<CustomerRecord | null> {
    await turn();
    return structuredClone(this.#customers.get(customerId) ?? this.#committed.customers.get(customerId) ?? null);
  }

  async saveCustomer(record: CustomerRecord): Promise<void> {
    await turn();
    this.#customers.set(record.customerId, structuredClone(record));
  }

  async lockBookings(bookingIds: readonly string[]): Promise<void> {
    for (const bookingId of [...new Set(bookingIds)].sort()) await this.#lock(`booking ${bookingId}`);
  }

  async attemptByScope(scope: AttemptScope): Promise<AttemptRecord | null> {
    await turn();
    const name = scopeName(scope);
    const found = this.#all().find((each) => scopeName(each) === name);
    return found ? this.attemptById(found.id) : null;
  }

  async attemptById(id: string): Promise<AttemptRecord | null> {
    await this.#lock(`attempt ${id}`);
    const found = this.#attempts.get(id) ?? this.#committed.attempts.get(id);
    return found ? structuredClone(found) : null;
  }

  async attemptByIntent(intentId: string): Promise<AttemptRecord | null> {
    await turn();
    const found = this.#all().find((each) => each.intentId === intentId);
    return found ? this.attemptById(found.id) : null;
  }

  async attemptByKey(key: string): Promise<AttemptRecord | null> {
    await turn();
    const all = this.#all().filter((each) => each.key === key && each.fingerprint !== null);
    const found = all.find((each) => each.state === 'open') ?? all[0];
    return found ? structuredClone(found) : null;
  }

  async insertAttempt(record: AttemptRecord): Promise<boolean> {
    const name = scopeName(record);
    // A unique index makes the second insert wait for what becomes of the first.
    await this.#lock(`scope ${name}`);
    if (this.#all().some((each) => scopeName(each) === name)) return false;
    this.#attempts.set(record.id, structuredClone(record));
    return true;
  }

  async updateAttempt(record: AttemptRecord): Promise<void> {
    await this.#lock(`attempt ${record.id}`);
    this.#attempts.set(record.id, structuredClone(record));
  }

  async openAttempts(customerId: string): Promise<AttemptRecord[]> {
    await turn();
    const open = this.#all().filter((each) => each.customerId === customerId && each.state === 'open');
    return structuredClone(open).toReversed();
  }

  async succeededAttempts(customerId: string, limit: number): Promise<AttemptRecord[]> {
    await turn();
    const own = this.#succeeded().filter((each) => each.customerId === customerId);
    const latest = own.sort((a, b) => (b.settledAt ?? '').localeCompare(a.settledAt ?? ''));
    return structuredClone(latest.slice(0, limit));
  }

  async holdingAttempts(bookingIds: readonly string[]): Promise<AttemptRecord[]> {
    await turn();
    const wanted = new Set(bookingIds);
    const holds = (each: AttemptRecord) => each.allocations.some(({ bookingId }) => wanted.has(bookingId));
    return structuredClone(this.#all().filter((each) => each.state === 'open' && holds(each)));
  }

  async paid(bookingIds: readonly string[]): Promise<Map<string, number>> {
    await turn();
    const wanted = new Set(bookingIds);
    const paid = new Map<string, number>();
    for (const { bookingId, amount } of this.#succeeded().flatMap((each) => each.allocations)) {
      if (wanted.has(bookingId)) paid.set(bookingId, (paid.get(bookingId) ?? 0) + amount);
    }
    return paid;
  }

  async openAttemptsBefore(time: string, limit: number, skip: number): Promise<string[]> {
    await turn();
    return this.#all()
      .filter((each) => each.state === 'open' && each.updatedAt < time)
      .sort((a, b) => a.updatedAt.localeCompare(b.updatedAt))
      .slice(skip, skip + limit)
      .map((each) => each.id);
  }

  async attemptsOfLink(linkId: string): Promise<AttemptRecord[]> {
    await turn();
    return structuredClone(this.#all().filter((each) => each.linkId === linkId)).toReversed();
  }

  async insertLink(record: LinkRecord): Promise<boolean> {
    const name = scopeName(record);
    // Unique indexes, as with attempts.
    await this.#lock(`link scope ${name}`);
    await this.#lock(`link ${record.id}`);
    const taken = (each: LinkRecord) =>
      scopeName(each) === name || each.id === record.id || each.tokenHash === record.tokenHash;
    if (this.#allLinks().some(taken)) return false;
    this.#links.set(record.id, structuredClone(record));
    return true;
  }

  async linkById(id: string): Promise<LinkRecord | null> {
    await this.#lock(`link ${id}`);
    return structuredClone(this.#links.get(id) ?? this.#committed.links.get(id) ?? null);
  }

  async linkByToken(tokenHash: string): Promise<LinkRecord | null> {
    await turn();
    return structuredClone(this.#allLinks().find((each) => each.tokenHash === tokenHash) ?? null);
  }

  async linkByScope(scope: AttemptScope): Promise<LinkRecord | null> {
    await turn();
    const name = scopeName(scope);
    return structuredClone(this.#allLinks().find((each) => scopeName(each) === name) ?? null);
  }

  async updateLink(record: LinkRecord): Promise<void> {
    await this.#lock(`link ${record.id}`);
    this.#links.set(record.id, structuredClone(record));
  }

  async openLinks(customerId: string): Promise<LinkRecord[]> {
    await turn();
    return structuredClone(this.#openLinks().filter((each) => each.customerId === customerId)).toReversed();
  }

  async openLinksCovering(bookingIds: readonly string[]): Promise<LinkRecord[]> {
    await turn();
    const wanted = new Set(bookingIds);
    const covers = (each: LinkRecord) => each.allocations.some(({ bookingId }) => wanted.has(bookingId));
    return structuredClone(this.#openLinks().filter(covers));
  }

  async settings(): Promise<Settings | null> {
    await turn();
    return structuredClone(this.#settings ?? this.#committed.settings);
  }

  async lockSettings(): Promise<Settings | null> {
    await this.#lock('settings');
    return this.settings();
  }

  async saveSettings(settings: Settings): Promise<void> {
    await this.#lock('settings');
    this.#settings = structuredClone(settings);
  }

  async insertConsent(record: ConsentRecord): Promise<void> {
    await turn();
    this.#consents.push(structuredClone(record));
  }

  async consents(customerId: string): Promise<ConsentRecord[]> {
    await turn();
    const all = [...this.#committed.consents, ...this.#consents];
    return structuredClone(all.filter((each) => each.customerId === customerId));
  }

  async rememberEvent(eventId: string): Promise<boolean> {
    await this.#lock(`event ${eventId}`);
    if (this.#committed.events.has(eventId) || this.#events.has(eventId)) return false;
    this.#events.add(eventId);
    return true;
  }

  async enqueue(message: OutboxMessage): Promise<void> {
    await turn();
    this.#messages.push(structuredClone(message));
  }

  commit(): void {
    const { customers, attempts, links, consents, events, messages } = this.#committed;
    for (const record of this.#customers.values()) customers.set(record.customerId, record);
    for (const record of this.#attempts.values()) attempts.set(record.id, record);
    for (const record of this.#links.values()) links.set(record.id, record);
    if (this.#settings) this.#committed.settings = this.#settings;
    consents.push(...this.#consents);
    for (const eventId of this.#events) events.add(eventId);
    for (const message of this.#messages) {
      if (!messages.has(message.id)) messages.set(message.id, { message, dueAt: '', tries: 0 });
    }
  }

  release(): void {
    for (const letGo of this.#held.values()) letGo();
    this.#held.clear();
  }

  /** Committed attempts as this transaction sees them: its own writes over the others'. */
  #all(): AttemptRecord[] {
    const seen = new Map(this.#committed.attempts);
    for (const record of this.#attempts.values()) seen.set(record.id, record);
    return [...seen.values()];
  }

  #allLinks(): LinkRecord[] {
    const seen = new Map(this.#committed.links);
    for (const record of this.#links.values()) seen.set(record.id, record);
    return [...seen.values()];
  }

  #openLinks(): LinkRecord[] {
    return this.#allLinks().filter((each) => each.state === 'open' || each.state === 'locked');
  }

  #succeeded(): AttemptRecord[] {
    return this.#all().filter((each) => each.step === 'succeeded');
  }

  async #lock(name: string): Promise<void> {
    await turn();
    if (this.#held.has(name)) return;
    const { locks } = this.#committed;
    const before = locks.get(name);
    let letGo = () => {};
    const mine = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    locks.set(name, mine);
    this.#held.set(name, () => {
      if (locks.get(name) === mine) locks.delete(name);
      letGo();
    });
    await before;
  }
}

const scopeName = ({ actor, route, key }: AttemptScope): string => JSON.stringify([actor, route, key]);

/** As a call over a network would, lets others run in between; a resolved promise would let only other promises. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
