import { frameDocument, type FramePath } from './frame-documents.ts';

// Stripe's frames are numbered per page from nowhere in particular: nobody should name one by its number.
let lastNumber = 1000 + Math.floor(Math.random() * 8000);

/** A frame of Stripe's in the page. Its origin is foreign in every case: it is sandboxed without `allow-same-origin`. */
export class PrivateFrame<Sent, Received> {
  readonly iframe: HTMLIFrameElement;
  #port: MessagePort | null = null;

  /** @param receive Told of what comes through the port, beginning with `hello` after each load: moving a frame loads it anew. */
  constructor(
    path: FramePath,
    name: string,
    title: string,
    frameOrigin: string | null,
    receive: (message: Received) => void,
  ) {
    lastNumber += 1;
    const iframe = document.createElement('iframe');
    iframe.name = `${name}${lastNumber}`;
    iframe.title = title;
    iframe.setAttribute('frameborder', '0');
    iframe.setAttribute('allowtransparency', 'true');
    iframe.setAttribute('scrolling', 'no');
    iframe.setAttribute('sandbox', 'allow-scripts');
    if (frameOrigin === null) iframe.srcdoc = frameDocument(path);
    else iframe.src = frameOrigin + path;
    iframe.addEventListener('load', () => {
      this.#port?.close();
      const { port1, port2 } = new MessageChannel();
      this.#port = port1;
      port1.onmessage = (event: MessageEvent<Received>) => receive(event.data);
      // An opaque origin can't be named; the port goes to this one window, and nothing but the port goes this way.
      iframe.contentWindow?.postMessage('port', '*', [port2]);
    });
    this.iframe = iframe;
  }

  send(message: Sent): void {
    this.#port?.postMessage(message);
  }

  remove(): void {
    this.#port?.close();
    this.#port = null;
    this.iframe.remove();
  }
}

/** Sets styles as a page's content security policy permits: not by attribute. */
export function setStyles(element: HTMLElement, styles: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value, 'important');
}
