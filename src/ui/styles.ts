import type { CSSResult } from 'lit';
import { bookingListStyles } from './booking-list.ts';
import { cardListStyles } from './card-list.ts';
import { controls } from './controls.ts';
import { frameStyles } from './frame.ts';
import { methodChoiceStyles } from './method-choice.ts';
import { newCardStyles } from './new-card.ts';
import { noticeStyles } from './notice.ts';
import { openPaymentStyles } from './open-payment.ts';
import { outcomeStyles } from './outcome.ts';
import { theme } from './theme.ts';
import { whatToChargeStyles } from './what-to-charge.ts';

/** Everything the charge dialog shows, in the order in which later rules win. */
export const dialogStyles: CSSResult[] = [
  theme,
  controls,
  frameStyles,
  noticeStyles,
  bookingListStyles,
  whatToChargeStyles,
  methodChoiceStyles,
  cardListStyles,
  newCardStyles,
  openPaymentStyles,
  outcomeStyles,
];
