import type { Context } from './context.ts';
import { digest } from './digest.ts';
import type { AttemptScope, LinkRecord } from './store.ts';

/*
 * A link's token is a keyed digest of the link's id, 256 bits that nobody can tell without the handler's secret, and is stored as a digest only:
 * who reads the database can open no link, and staff can still copy one or send it again. The id itself comes from the request's key, so
 * that the preview names the very address that the message will.
 */

/** The id of the link that a request of this scope makes. */
export async function linkIdFor(
  { linkSecrets, merchant }: Context,
  { actor, route, key }: AttemptScope,
): Promise<string> {
  const [secret = ''] = linkSecrets;
  const bytes = await keyed(secret, JSON.stringify(['id', merchant.id, actor, route, key]));
  return `link_${hexadecimal(bytes.slice(0, 16))}`;
}

/** The token of a new link, and what is stored of it. */
export async function newToken(
  { linkSecrets }: Pick<Context, 'linkSecrets'>,
  linkId: string,
): Promise<{ token: string; tokenHash: string }> {
  const token = await tokenFor(linkSecrets[0] ?? '', linkId);
  return { token, tokenHash: await digest(token) };
}

/** Null where the secret it was made with is gone: the link still opens, but nobody can be told where. */
export async function tokenOf(
  { linkSecrets }: Context,
  link: Pick<LinkRecord, 'id' | 'tokenHash'>,
): Promise<string | null> {
  for (const secret of linkSecrets) {
    const token = await tokenFor(secret, link.id);
    if ((await digest(token)) === link.tokenHash) return token;
  }
  return null;
}

/** `payUrl` or `confirmationUrl` of the merchant, with the token in its place. */
export const addressOf = (template: string, token: string): string => template.replaceAll('{token}', token);

async function tokenFor(secret: string, linkId: string): Promise<string> {
  const bytes = await keyed(secret, JSON.stringify(['token', linkId]));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

async function keyed(secret: string, text: string): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
}

const hexadecimal = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
