import { html, render, type ElementPart, type TemplateResult } from 'lit';
import { Directive, directive, PartType, type PartInfo } from 'lit/directive.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';

/*
 * A mail is styled in its own attributes, and a page's `style-src 'self'` is inherited by every document that the page makes, `srcdoc` and `blob:`
 * alike: in there the mail would lose all its looks, and each attribute would be reported as a violation. What is set through the CSSOM is not
 * held back. So the frame is of this origin and has no scripts: the sandbox lets nothing in it run, submit, open or navigate, and the page,
 * which can reach in, puts the styles where the mail has them. Trusted Types see nothing but Lit's own policy.
 */

/** The mail as it is, in a frame in which nothing runs. With a `width`, in pixels, as on a screen that is that wide, made smaller to fit into its place. */
export function mailFrame(mail: string, title: string, width: number | null): TemplateResult {
  return html`<iframe class="mail" title=${title} sandbox="allow-same-origin" srcdoc="&lt;!doctype html&gt;" ${shows(mail, width)}></iframe>`;
}

/** Smaller than this nobody reads it: then it is scrolled. */
const smallest = 0.45;

class ShowMail extends Directive {
  #frame: HTMLIFrameElement | undefined;
  #mail = '';
  #width: number | null = null;

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('A mail is shown in a frame.');
  }

  override render(_mail: string, _width: number | null): void {}

  override update(part: ElementPart, [mail, width]: [string, number | null]): void {
    const isNew = mail !== this.#mail || width !== this.#width;
    this.#mail = mail;
    this.#width = width;
    if (!this.#frame) {
      this.#frame = part.element as HTMLIFrameElement;
      this.#frame.addEventListener('load', () => this.#show());
    } else if (isNew) this.#show();
  }

  #show(): void {
    const frame = this.#frame;
    const [page, view] = [frame?.contentDocument, frame?.contentWindow];
    if (!frame || !page || !view) return;
    const width = this.#width;
    const place = frame.parentElement?.clientWidth ?? 0;
    frame.style.setProperty('inline-size', width === null ? '100%' : `${width}px`);
    frame.style.setProperty('zoom', width === null ? '1' : String(Math.min(1, Math.max(place / width, smallest))));
    fill(page, view as Window & typeof globalThis, this.#mail);
    const fit = () => frame.style.setProperty('block-size', `${page.documentElement.scrollHeight}px`);
    fit();
    for (const image of page.images) image.addEventListener('load', fit);
  }
}

const shows = directive(ShowMail);

/** Puts a mail into an empty document; everything is as the mail says, but for links, which lead nowhere. */
function fill(page: Document, view: Window & typeof globalThis, mail: string): void {
  const parsed = parse(mail);
  for (const at of ['html', 'body'] as const) {
    const from = parsed.querySelector(`x-${at}`);
    const to = page.querySelector(at);
    for (const name of to?.getAttributeNames() ?? []) to?.removeAttribute(name);
    for (const { name, value } of from?.attributes ?? []) if (!name.startsWith('on')) to?.setAttribute(name, value);
  }
  const sheets = [...parsed.querySelectorAll('x-style')].map(({ textContent }) => textContent);
  for (const each of parsed.querySelectorAll('x-style, x-head, script, base, meta, link')) each.remove();
  page.body.replaceChildren(page.importNode(contents(parsed.querySelector('x-body') ?? parsed), true));
  for (const each of page.querySelectorAll<HTMLElement>('[x-style]')) {
    each.style.cssText = each.getAttribute('x-style') ?? '';
    each.removeAttribute('x-style');
  }
  // A window of its own, which the sandbox doesn't give.
  for (const link of page.links) link.target = '_blank';
  page.adoptedStyleSheets = sheets.map((text) => {
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
}

/** Parsed in a document that loads and runs nothing, with other names for what a policy would look at and for the parts that only a whole page has. */
function parse(mail: string): Element {
  const inert = document.implementation.createHTMLDocument('');
  const renamed = mail
    .replace(/<(\/?)(html|head|body|style)\b/gi, '<$1x-$2')
    .replace(/<[a-z][^\s/>]*(?:[^"'>]|"[^"]*"|'[^']*')*>/gi, (tag) =>
      tag.replace(/"[^"]*"|'[^']*'|\sstyle(?=\s*=)/gi, (part) => (/^\s/.test(part) ? ' x-style' : part)),
    );
  render(unsafeHTML(renamed), inert.body, { creationScope: inert });
  return inert.body;
}

function contents(element: Element): DocumentFragment {
  const fragment = element.ownerDocument.createDocumentFragment();
  fragment.append(...element.childNodes);
  return fragment;
}
