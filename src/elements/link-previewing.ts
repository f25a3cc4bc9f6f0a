import type { LinkMessage, LinkRequest } from '../contract/link.ts';
import type { LinkPreview, PreviewView } from '../ui/link-preview.ts';

export interface PreviewingOptions {
  read: (request: LinkRequest, options: { idempotencyKey: string; signal: AbortSignal }) => Promise<LinkMessage>;
  changed: () => void;
  /** A person asked once more; what they pressed goes. */
  retried: () => void;
}

/** Long enough that a message isn't read for every letter of a note. */
const pause = 400;

/** The preview of what is composed: read when it is shown, and again whenever what is composed has changed. One read at a time. */
export class LinkPreviewing {
  readonly #options: PreviewingOptions;
  #shown = false;
  #view: PreviewView = 'desktop';
  #status: LinkPreview['status'] = 'unfinished';
  #message: LinkMessage | null = null;
  /** Whose message is shown or being read. */
  #key: string | null = null;
  #reading: AbortController | null = null;

  constructor(options: PreviewingOptions) {
    this.#options = options;
  }

  get shown(): boolean {
    return this.#shown;
  }

  /** It is asked for, and could not be had. */
  get isFailed(): boolean {
    return this.#shown && this.#status === 'failed';
  }

  /** What the view shows, and what it calls; `composed` is null while the form has faults. */
  view(composed: () => { request: LinkRequest; key: string } | null): LinkPreview {
    const again = (wait: number) => this.#follow(composed(), wait);
    return {
      shown: this.#shown,
      status: this.#status,
      message: this.#message,
      view: this.#view,
      show: (shown) => {
        this.#shown = shown;
        if (shown) again(0);
        else this.#stop();
        this.#options.changed();
      },
      choose: (view) => {
        this.#view = view;
        this.#options.changed();
      },
      retry: () => {
        this.#key = null;
        again(0);
        this.#options.changed();
        this.#options.retried();
      },
    };
  }

  /** What is composed may have changed. */
  follow(composed: { request: LinkRequest; key: string } | null): void {
    if (this.#shown) this.#follow(composed, pause);
  }

  forget(): void {
    this.#stop();
    this.#shown = false;
    this.#message = null;
    this.#view = 'desktop';
  }

  #follow(composed: { request: LinkRequest; key: string } | null, wait: number): void {
    if (composed !== null && composed.key === this.#key) return;
    this.#stop();
    this.#status = composed === null ? 'unfinished' : 'reading';
    if (composed) void this.#read(composed, wait);
  }

  async #read({ request, key }: { request: LinkRequest; key: string }, wait: number): Promise<void> {
    const reading = (this.#reading = new AbortController());
    const { signal } = reading;
    this.#key = key;
    await new Promise((resolve) => setTimeout(resolve, wait));
    if (signal.aborted) return;
    try {
      const message = await this.#options.read(request, { idempotencyKey: key, signal });
      if (signal.aborted) return;
      this.#message = message;
      this.#status = 'ready';
    } catch {
      if (signal.aborted) return;
      this.#status = 'failed';
    }
    this.#options.changed();
  }

  #stop(): void {
    this.#reading?.abort();
    this.#reading = null;
    this.#key = null;
  }
}
