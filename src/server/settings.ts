import type { Settings, SettingsChange } from '../contract/settings.ts';
import { type Context, transaction } from './context.ts';
import type { Merchant } from './host.ts';
import type { Transaction } from './store.ts';

/** Until somebody decides otherwise. */
function defaultsOf({ administrators }: Merchant): Settings {
  const notice = { on: true, recipients: [...administrators] };
  return {
    notices: { link_paid: notice, link_locked: notice, link_undelivered: notice },
    linkLifetimeDays: 30,
    tipPresets: [],
  };
}

export async function settingsIn(tx: Transaction, { merchant }: Context): Promise<Settings> {
  return (await tx.settings()) ?? defaultsOf(merchant);
}

/** Changes what is named, a notice as a whole; two changes at once are both kept. */
export async function changeSettings(context: Context, change: SettingsChange): Promise<Settings> {
  return transaction(context, async (tx) => {
    const now = (await tx.lockSettings()) ?? defaultsOf(context.merchant);
    const { notices = {}, linkLifetimeDays = now.linkLifetimeDays, tipPresets = now.tipPresets } = change;
    const { link_paid, link_locked, link_undelivered } = now.notices;
    const changed: Settings = {
      notices: {
        link_paid: notices.link_paid ?? link_paid,
        link_locked: notices.link_locked ?? link_locked,
        link_undelivered: notices.link_undelivered ?? link_undelivered,
      },
      linkLifetimeDays,
      tipPresets,
    };
    await tx.saveSettings(changed);
    return changed;
  });
}
