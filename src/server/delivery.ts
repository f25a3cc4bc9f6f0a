import type { Context } from './context.ts';
import type { DeliveryReport } from './mailer.ts';

/** What a mailer learned of a message that carried a link. */
export async function recordDelivery(_context: Context, _report: DeliveryReport): Promise<void> {}
