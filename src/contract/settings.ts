import * as v from 'valibot';
import { emailAddress } from './values.ts';

/** What administrators can be told of by mail. */
export const noticeEvent = v.picklist(['link_paid', 'link_locked', 'link_undelivered']);
export type NoticeEvent = v.InferOutput<typeof noticeEvent>;

export const notice = v.object({
  on: v.boolean(),
  recipients: v.pipe(v.array(emailAddress), v.maxLength(20)),
});

const notices = v.object({ link_paid: notice, link_locked: notice, link_undelivered: notice });

const linkLifetimeDays = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(365));

const tipPresets = v.pipe(
  v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100))),
  v.maxLength(4),
  v.check((all) => new Set(all).size === all.length, 'A tip is offered twice.'),
);

/** The merchant's own choices: `GET /settings`. */
export const settings = v.object({
  notices,
  /** How long a payment link lasts where staff say nothing. */
  linkLifetimeDays,
  /** Tips that payers are offered, in percent; none: no tips. */
  tipPresets,
});
export type Settings = v.InferOutput<typeof settings>;

/** What is to change: `PATCH /settings`. What isn't named stays. */
export const settingsChange = v.partial(v.object({ notices: v.partial(notices), linkLifetimeDays, tipPresets }));
export type SettingsChange = v.InferOutput<typeof settingsChange>;
