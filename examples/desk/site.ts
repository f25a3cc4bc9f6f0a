import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

const dist = join(import.meta.dirname, 'dist');
const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
};

/** Pages load Stripe.js from Stripe's address: here the simulated one's. */
export async function page(name: string, stripeOrigin: string): Promise<Response> {
  const html = await readFile(join(dist, 'pages', name), 'utf8');
  const script = `<script src="${stripeOrigin}/endive/stripe.js"></script>`;
  // Before the modules, which run when the page is read: whoever asks for Stripe.js finds it.
  return new Response(html.replace('</head>', `${script}</head>`), {
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });
}

export async function asset(name: string): Promise<Response> {
  const type = types[extname(name)];
  const body = type ? await readFile(join(dist, 'pages', 'assets', name)).catch(() => null) : null;
  if (!type || !body) return new Response('Not found', { status: 404 });
  return new Response(body, {
    headers: { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' },
  });
}

/** The merchant's, for pages, and for mails wherever they are read. */
export async function logo(): Promise<Response> {
  const body = await readFile(join(import.meta.dirname, 'logo.png'));
  return new Response(body, {
    headers: {
      'content-type': 'image/png',
      'cache-control': 'public, max-age=3600',
      'cross-origin-resource-policy': 'cross-origin',
    },
  });
}

/**
 * A mail as a mail program shows it: no script, nothing loaded but pictures, its own styles, and links in a new tab. It may be shown in a frame of
 * the desk's own pages.
 */
export function mailDocument(html: string): Response {
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data: https: http:',
    "frame-ancestors 'self'",
    // The pages that links lead to are not the mail's, and run as any other.
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ].join('; ');
  return new Response(html.replace(/<head[^>]*>/i, '$&<base target="_blank">'), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  });
}
