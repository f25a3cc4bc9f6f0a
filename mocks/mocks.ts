/** The door of `paydesk/mocks`: the ports of `paydesk/server` in memory, and a business to try them with. */
export { createMemoryStore } from './memory-store.ts';
export { createMemoryMailer, type MemoryMailer } from './memory-mailer.ts';
export {
  createSeed,
  createSeedHost,
  plantSeed,
  type Seed,
  type SeedCard,
  type SeedCustomer,
  type SeedHost,
} from './seed.ts';
