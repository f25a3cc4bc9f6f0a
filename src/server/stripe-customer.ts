import { type Context, transaction } from './context.ts';
import { digest } from './digest.ts';
import { GatewayError, twice } from './gateway-error.ts';
import type { HostCustomer } from './host.ts';

/** One customer at Stripe for each of ours: a fixed key makes the same one of two that are asked for at once. */
export async function stripeCustomer(context: Context, customer: HostCustomer, attemptId: string): Promise<string> {
  const known = await transaction(context, (tx) => tx.customer(customer.id));
  if (known?.stripeCustomerId) return known.stripeCustomerId;
  const created = await createCustomer(context, customer).catch((error: unknown) => {
    if (!(error instanceof GatewayError && error.stays)) throw error;
    // Under the fixed key nobody could charge this customer for a day. What Stripe may have made nevertheless stays empty, and does no harm.
    return createCustomer(context, customer, attemptId);
  });
  return keepCustomer(context, customer, created, null);
}

/** A new one in place of one that was deleted at Stripe. */
export async function replaceCustomer(
  context: Context,
  customer: HostCustomer,
  attemptId: string,
  gone: string,
): Promise<void> {
  await keepCustomer(context, customer, await createCustomer(context, customer, attemptId), gone);
}

async function createCustomer({ gateway, merchant }: Context, { id }: HostCustomer, attemptId = ''): Promise<string> {
  const about = { merchantId: merchant.id, customerId: id };
  const key = `customer:${await digest(JSON.stringify(about))}${attemptId && `:${attemptId}`}`;
  return twice(() => gateway.createCustomer(about, key));
}

/** Stores the new one in place of the one that is gone, unless another request was first; answers which one it is now. */
async function keepCustomer(
  context: Context,
  customer: HostCustomer,
  created: string,
  gone: string | null,
): Promise<string> {
  const { gateway } = context;
  const kept = await transaction(context, async (tx) => {
    const record = await tx.lockCustomer(customer.id);
    if (record.stripeCustomerId !== gone) return record.stripeCustomerId;
    await tx.saveCustomer({ ...record, stripeCustomerId: created });
    return created;
  });
  if (kept !== created) return kept ?? created;
  // Only for people who look at Stripe's dashboard: a charge doesn't fail for it.
  await gateway
    .describeCustomer(created, customer)
    .catch((error: unknown) => context.onError(error, { requestId: null }));
  return created;
}
