import type { CSSResult } from 'lit';
import { bookingListStyles } from './booking-list.ts';
import { cardListStyles } from './card-list.ts';
import { fieldStyles } from './fields.ts';
import { methodChoiceStyles } from './method-choice.ts';
import { newCardStyles } from './new-card.ts';
import { openPaymentStyles } from './open-payment.ts';
import { outcomeStyles } from './outcome.ts';
import { whatToChargeStyles } from './what-to-charge.ts';

/** Everything that is shown inside the charge dialog, in the order in which later rules win. */
export const panelStyles: CSSResult[] = [
  fieldStyles,
  bookingListStyles,
  whatToChargeStyles,
  methodChoiceStyles,
  cardListStyles,
  newCardStyles,
  openPaymentStyles,
  outcomeStyles,
];
