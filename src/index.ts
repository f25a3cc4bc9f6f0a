export { ChargeCustomerDialog } from './elements/charge-customer-dialog.ts';
export { PaymentConfirmation } from './elements/payment-confirmation.ts';
export { PaymentLinkPage } from './elements/payment-link-page.ts';
export { Live, type LiveOptions, type Surroundings as LiveSurroundings } from './backend/live.ts';
export { createPayerBackend, type PayerOptions as PayerBackendOptions } from './backend/payer.ts';
export { createStaffBackend } from './backend/staff.ts';
export type { HttpOptions as StaffBackendOptions } from './backend/http.ts';
export { PaymentError, type PaymentErrorCode } from './errors.ts';
export {
  DialogClosedEvent,
  DialogOpenedEvent,
  PaymentFailedEvent,
  PaymentLinkCreatedEvent,
  PaymentLinkSentEvent,
  PaymentProcessingEvent,
  PaymentSucceededEvent,
} from './events.ts';
export { amountStep, formatMoney, fractionDigits, parseMoney } from './money.ts';
export { registerConfirmationText } from './text/confirmation/words.ts';
export type { ConfirmationText, PartialConfirmationText } from './text/confirmation/text.ts';
export { registerPayerText } from './text/payer/words.ts';
export type { PartialPayerText, PayerText } from './text/payer/text.ts';
export { registerStaffText } from './text/staff/words.ts';
export type { PartialStaffText, StaffText } from './text/staff/text.ts';
export { tokenNames, type TokenName } from './ui/theme.ts';
export type { StripeLoader } from './stripe/stripe.ts';
export type { PayerBackend, ReadOptions, StaffBackend, WriteOptions } from './contract/backend.ts';
export type { Account, Booking, Capabilities, Permissions, SavedCard, StripeSettings } from './contract/account.ts';
export type {
  Allocation,
  Attempt,
  BookingStatus,
  Card,
  ChargeRequest,
  Consent,
  FreeLine,
  Payment,
  PaymentStatus,
} from './contract/payment.ts';
export type {
  Delivery,
  DeliveryState,
  LinkChannel,
  LinkMessage,
  LinkRequest,
  LinkState,
  PaymentLink,
} from './contract/link.ts';
export type { Confirmation, PayerItem, PayerView, PayRequest, ReceiptRequest, SentTo } from './contract/payer.ts';
export type { NoticeEvent, Settings, SettingsChange } from './contract/settings.ts';
export type { AttemptFate, AttemptPhase, DeclineReason, Problem, ProblemCode } from './contract/problem.ts';
