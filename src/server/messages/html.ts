import type { Block, Fact, Message } from './message.ts';
import { type Markup, markup } from './markup.ts';

/*
 * HTML as mail programs need it: tables for the layout, styles on every element (Gmail drops the style block where it doesn't like a rule, Outlook
 * knows few), nothing that is fetched but the merchant's logo, and the same message without it. The style block only adds what can be missed:
 * dark colours and narrow screens. Programs that darken mails by themselves are told that this one does so (`color-scheme`).
 */

const font = 'font-family:-apple-system,BlinkMacSystemFont,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
const ink = 'color:#1a1d24';
const quietInk = 'color:#5b6270';
const line = 'border-bottom:1px solid #e3e5ea';
const wraps = 'word-break:break-word;overflow-wrap:anywhere';

const style = {
  html: `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; }
@media (max-width: 480px) {
  .page { padding: 0 !important; }
  .test { border-radius: 0 !important; }
  .card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }
  .cell { padding-left: 20px !important; padding-right: 20px !important; }
  .wide { width: 100% !important; }
}
@media (prefers-color-scheme: dark) {
  .page { background: #0f1115 !important; }
  .card { background: #191c22 !important; border-color: #2c313a !important; }
  .ink { color: #eceef2 !important; }
  .quiet { color: #a6adba !important; }
  .line { border-color: #2c313a !important; }
  .quote { border-color: #4a5160 !important; }
  .test { background: #3a2c10 !important; color: #f2bd6b !important; }
  .action { background: #8ab4ff !important; color: #0a1a33 !important; border-color: #8ab4ff !important; }
  .link { color: #8ab4ff !important; }
}
`,
} satisfies Markup;

/** Outlook on Windows knows no `max-width`. */
const outlook = {
  open: {
    html: '<!--[if mso]><table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->',
  },
  close: { html: '<!--[if mso]></td></tr></table><![endif]-->' },
} satisfies Record<string, Markup>;

/** Keeps what comes after the preheader out of the line beside the subject. */
const filler = { html: '&#847;&zwnj;&nbsp;'.repeat(60) } satisfies Markup;

export function htmlOf(message: Message): string {
  const { locale, direction, subject, preheader, test, blocks, footer } = message;
  return markup`<!doctype html>
<html lang="${locale}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${subject}</title>
<style>${style}</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f4f5f7">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${preheader}${filler}</div>
<table role="presentation" class="page" lang="${locale}" dir="${direction}" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f4f5f7">
<tr><td class="page" align="center" style="padding:24px 12px">
${outlook.open}
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;background:#ffffff;border:1px solid #e3e5ea;border-radius:12px;border-collapse:separate;${font}">
${test === null ? '' : testRow(test)}${head(message)}${blocks.map((block) => row(block, direction))}<tr><td class="cell" style="padding:32px 40px 0"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="line" style="${line};font-size:0;line-height:0">&nbsp;</td></tr></table></td></tr>
${footer.map((text) => cell(markup`<p class="quiet" style="margin:0;font-size:13px;line-height:20px;${quietInk};${wraps}">${text}</p>`, 12))}<tr><td style="font-size:0;line-height:0;height:32px">&nbsp;</td></tr>
</table>
${outlook.close}
</td></tr>
</table>
</body>
</html>
`.html;
}

const cell = (content: Markup, above: number): Markup =>
  markup`<tr><td class="cell" style="padding:${String(above)}px 40px 0">${content}</td></tr>
`;

const testRow = (text: string): Markup =>
  markup`<tr><td class="cell test" align="center" style="padding:8px 40px;background:#fff4dc;border-radius:12px 12px 0 0;font-size:13px;line-height:20px;color:#8a5300">${text}</td></tr>
`;

/** The name stands beside the logo: most programs show no pictures until they are asked to. */
function head({ merchant, logoUrl, direction }: Message): Markup {
  const { end } = sides(direction);
  const logo =
    logoUrl === null
      ? ''
      : markup`<td width="40" style="padding-${end}:12px"><img src="${logoUrl}" alt="" width="40" height="40" style="display:block;border:0;border-radius:8px"></td>`;
  return cell(
    markup`<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>${logo}<td class="ink" style="font-size:17px;line-height:24px;font-weight:600;${ink};${wraps}">${merchant}</td></tr></table>`,
    32,
  );
}

function row(block: Block, direction: 'ltr' | 'rtl'): Markup {
  switch (block.type) {
    case 'headline':
      return cell(
        markup`<p class="quiet" style="margin:0;font-size:14px;line-height:20px;${quietInk};${wraps}">${block.label}</p>
<h1 class="ink" style="margin:4px 0 0;font-size:34px;line-height:42px;font-weight:600;letter-spacing:-0.01em;${ink};${wraps}">${block.headline}</h1>${
          block.below === null
            ? ''
            : markup`
<p class="quiet" style="margin:4px 0 8px;font-size:14px;line-height:20px;${quietInk}">${block.below}</p>`
        }`,
        24,
      );
    case 'paragraph':
      return block.quiet
        ? cell(
            markup`<p class="quiet" style="margin:0;font-size:13px;line-height:20px;${quietInk};${wraps}">${block.text}</p>`,
            12,
          )
        : cell(
            markup`<p class="ink" style="margin:0;font-size:16px;line-height:24px;${ink};${wraps}">${block.text}</p>`,
            16,
          );
    case 'quote':
      return quote(block.label, block.lines, direction);
    case 'items':
      return items(block, direction);
    case 'facts':
      return cell(table(block.facts.map((fact, index) => sum(fact, index === 0, direction))), 24);
    case 'button':
      return button(block.label, block.address);
    case 'address':
      return cell(
        markup`<p class="quiet" style="margin:0;font-size:13px;line-height:20px;${quietInk}">${block.label}<br><a class="link" href="${block.address}" dir="ltr" style="font-size:12px;color:#1f5fd6;word-break:break-all">${block.address}</a></p>`,
        24,
      );
  }
}

const table = (rows: readonly Markup[]): Markup =>
  markup`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">${rows}</table>`;

/** The whole cell is the button, so that it looks and works like one where links have no padding (Outlook). */
function button(label: string, address: string): Markup {
  return cell(
    markup`<table role="presentation" class="wide" cellpadding="0" cellspacing="0" border="0"><tr><td class="action" align="center" bgcolor="#1f5fd6" style="background:#1f5fd6;border-radius:8px;mso-padding-alt:14px 32px"><a class="action" href="${address}" target="_blank" style="display:block;padding:13px 32px;border:1px solid #1f5fd6;border-radius:8px;background:#1f5fd6;font-size:16px;line-height:22px;font-weight:600;color:#ffffff;text-decoration:none">${label}</a></td></tr></table>`,
    24,
  );
}

function quote(label: string, lines: readonly string[], direction: 'ltr' | 'rtl'): Markup {
  const { start } = sides(direction);
  const typed = lines.map((each, index) => (index === 0 ? markup`${each}` : markup`<br>${each}`));
  return cell(
    markup`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="quote" style="border-${start}:3px solid #c9ced8;padding:2px 16px"><p class="quiet" style="margin:0;font-size:13px;line-height:20px;${quietInk};${wraps}">${label}</p><p class="ink" dir="auto" style="margin:4px 0 0;text-align:${start};font-size:15px;line-height:22px;${ink};${wraps}">${typed}</p></td></tr></table>`,
    24,
  );
}

function items({ heading, items, sums }: Block & { type: 'items' }, direction: 'ltr' | 'rtl'): Markup {
  const { start, end } = sides(direction);
  return cell(
    table([
      markup`<tr><td class="quiet line" colspan="2" style="${line};padding:0 0 8px;font-size:13px;line-height:20px;${quietInk}">${heading}</td></tr>
`,
      ...items.map(
        ({
          title,
          detail,
          amount,
        }) => markup`<tr><td class="ink line" style="${line};padding:12px 0;font-size:15px;line-height:22px;${ink};${wraps}">${title}${
          detail && markup`<br><span class="quiet" style="font-size:13px;line-height:20px;${quietInk}">${detail}</span>`
        }</td><td class="ink line" align="${end}" valign="top" style="${line};padding:12px 0;padding-${start}:16px;font-size:15px;line-height:22px;white-space:nowrap;${ink}">${amount}</td></tr>
`,
      ),
      ...sums.map(
        (
          { label, value },
          index,
        ) => markup`<tr><td class="ink" style="padding:12px 0 0;font-size:15px;line-height:22px;${weightOf(index, sums)}${ink}">${label}</td><td class="ink" align="${end}" style="padding:12px 0 0;padding-${start}:16px;font-size:15px;line-height:22px;white-space:nowrap;${weightOf(index, sums)}${ink}">${value}</td></tr>
`,
      ),
    ]),
    32,
  );
}

/** The last sum is the one that counts. */
const weightOf = (index: number, sums: readonly Fact[]): string =>
  index === sums.length - 1 ? 'font-weight:600;' : '';

function sum({ label, value }: Fact, isFirst: boolean, direction: 'ltr' | 'rtl'): Markup {
  const { start, end } = sides(direction);
  const above = isFirst ? '0' : '8px';
  return markup`<tr><td class="quiet" valign="top" style="padding:${above} 0 0;white-space:nowrap;font-size:14px;line-height:20px;${quietInk}">${label}</td><td class="ink" align="${end}" style="padding:${above} 0 0;padding-${start}:16px;font-size:14px;line-height:20px;${ink};${wraps}">${value}</td></tr>
`;
}

/** Mail programs know the sides of a page, not those of a text. */
function sides(direction: 'ltr' | 'rtl'): { start: string; end: string } {
  return direction === 'rtl' ? { start: 'right', end: 'left' } : { start: 'left', end: 'right' };
}
