import { randomBytes } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';

/**
 * The one staff member of the try-out signs in by opening a staff page; whoever opened none is nobody, such as a payer. A real host has its own
 * way of signing in.
 */
export function createStaffSession(port: number) {
  const secret = randomBytes(16).toString('hex');
  // Cookies don't know ports, and another desk may run beside this one.
  const cookie = `desk-${port}=${secret}`;
  const isStaff = (request: Request): boolean => (request.headers.get('cookie') ?? '').split('; ').includes(cookie);
  const signIn: MiddlewareHandler = async (context, next) => {
    await next();
    if (!isStaff(context.req.raw)) context.header('set-cookie', `${cookie}; Path=/; HttpOnly; SameSite=Strict`);
  };
  const staffOnly: MiddlewareHandler = async (context, next) => {
    if (isStaff(context.req.raw)) return next();
    return context.text('Only for staff: open /customers first.', 401);
  };
  return { isStaff, signIn, staffOnly };
}
