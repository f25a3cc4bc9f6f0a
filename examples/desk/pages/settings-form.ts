import type { NoticeEvent, Settings, SettingsChange } from 'paydesk';

export const noticeEvents: readonly NoticeEvent[] = ['link_paid', 'link_locked', 'link_undelivered'];

/** The settings as they stand in the fields. */
export interface SettingsForm {
  notices: Record<NoticeEvent, { on: boolean; recipients: string }>;
  lifetime: string;
  tips: string;
}

/** What is wrong, by the field's id. */
export type SettingsFaults = ReadonlyMap<string, string>;

export function formOf({ notices, linkLifetimeDays, tipPresets }: Settings): SettingsForm {
  const typed = (event: NoticeEvent) => ({ on: notices[event].on, recipients: notices[event].recipients.join(', ') });
  return {
    notices: {
      link_paid: typed('link_paid'),
      link_locked: typed('link_locked'),
      link_undelivered: typed('link_undelivered'),
    },
    lifetime: String(linkLifetimeDays),
    tips: tipPresets.join(', '),
  };
}

/** Only what differs from what is saved, so that nobody else's change is undone. */
export function changeOf(form: SettingsForm, saved: Settings): SettingsChange {
  const change: SettingsChange = {};
  const notices: NonNullable<SettingsChange['notices']> = {};
  for (const event of noticeEvents) {
    const notice = { on: form.notices[event].on, recipients: parts(form.notices[event].recipients) };
    if (!same(notice, saved.notices[event])) notices[event] = notice;
  }
  if (Object.keys(notices).length > 0) change.notices = notices;
  const days = Number(form.lifetime);
  if (days !== saved.linkLifetimeDays) change.linkLifetimeDays = days;
  const tips = tipsOf(form);
  if (!same(tips, saved.tipPresets)) change.tipPresets = tips;
  return change;
}

export function faultsOf(form: SettingsForm): SettingsFaults {
  const faults = new Map<string, string>();
  for (const event of noticeEvents) {
    const { on, recipients } = form.notices[event];
    const all = parts(recipients);
    const wrong = all.find((each) => each.length > 254 || !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(each));
    if (wrong !== undefined) faults.set(event, `“${wrong}” is not an e-mail address.`);
    else if (all.length > 20) faults.set(event, 'At most 20 addresses can be told.');
    else if (on && all.length === 0) faults.set(event, 'Name at least one address, or switch this notice off.');
  }
  const days = Number(form.lifetime);
  if (form.lifetime.trim() === '' || !Number.isInteger(days) || days < 1 || days > 365)
    faults.set('lifetime', 'Enter whole days, between 1 and 365.');
  const tips = tipsOf(form);
  if (tips.some((tip) => !Number.isInteger(tip) || tip < 1 || tip > 100))
    faults.set('tips', 'Enter whole percents between 1 and 100, such as 10, 15, 20.');
  else if (tips.length > 4) faults.set('tips', 'At most four tips can be offered.');
  else if (new Set(tips).size < tips.length) faults.set('tips', 'A tip is offered twice.');
  return faults;
}

function tipsOf({ tips }: SettingsForm): number[] {
  return parts(tips).map((part) => Number(part.replace(/%$/, '')));
}

function parts(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
