/** HTML that is safe to send: only `markup` makes it, and it escapes every text that is put into it. */
export interface Markup {
  readonly html: string;
}

/** A template of HTML. Texts are escaped, for elements and for quoted attributes; other markup goes in as it is. */
export function markup(parts: TemplateStringsArray, ...values: (string | Markup | readonly Markup[])[]): Markup {
  const [first = '', ...rest] = parts;
  return { html: rest.reduce((html, part, index) => html + htmlOf(values[index] ?? '') + part, first) };
}

function htmlOf(value: string | Markup | readonly Markup[]): string {
  if (typeof value === 'string') return escaped(value);
  return 'html' in value ? value.html : value.map((each) => each.html).join('');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
