import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface TopLayerHost {
  /** Should the dialog be on screen? */
  open: () => boolean;
  /** The person asks to close it: Esc, the backdrop, the browser's back gesture. */
  dismiss: () => void;
  /** It came on screen, or went; stepping out of the top layer is neither. The host has rendered by then. */
  moved: (open: boolean) => void;
}

/**
 * Keeps a native `<dialog>` as its host wants it: closed, modal, or modal but for a while outside the top layer.
 *
 * Stripe appends its 3-D Secure window to `<body>`, where a modal dialog makes it unreachable: not to be clicked, not to be focused
 * (https://github.com/stripe/stripe-js/issues/599). So the dialog steps out of the top layer (`close()`, then `show()`: an iframe inside is not
 * reloaded) while Stripe may ask the payer. This can go when Stripe puts its window into the top layer itself.
 */
export class TopLayer implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #wish: TopLayerHost;
  #dialog: HTMLDialogElement | null = null;
  #outside = 0;
  #cameFrom: HTMLElement | null = null;
  #pressedBackdrop = false;
  /** What the host was last told. */
  #shown = false;

  constructor(host: ReactiveControllerHost & HTMLElement, wish: TopLayerHost) {
    this.#host = host;
    this.#wish = wish;
    host.addController(this);
  }

  /** True while the dialog is on screen but not in the top layer: its host draws the backdrop itself then. */
  get isOutside(): boolean {
    return this.#outside > 0;
  }

  /** Runs work that may put Stripe's window above the dialog; the dialog is back in the top layer when it ends, however it ends. */
  async outside<T>(work: () => Promise<T>): Promise<T> {
    this.#step(1);
    try {
      return await work();
    } finally {
      this.#step(-1);
    }
  }

  hostUpdated(): void {
    this.#dialog ??= this.#host.shadowRoot?.querySelector('dialog') ?? null;
    this.#sync();
  }

  hostConnected(): void {
    // Taken out of the page and put back, a dialog has lost its place in the top layer, though it still says that it is open.
    if (this.#dialog?.open) this.#dialog.close();
    this.#sync();
  }

  /** For the dialog's `keydown`: with it prevented, the browser doesn't close the dialog behind our back at the second Esc. */
  onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    this.#wish.dismiss();
  };

  /** For the dialog's `cancel`: the back gesture of a phone. */
  onCancel = (event: Event): void => {
    if (event.target !== this.#dialog) return;
    event.preventDefault();
    this.#wish.dismiss();
  };

  /** For the dialog's `pointerdown` and `click`: a press that begins and ends on the backdrop; dragging a selection out of a field is none. */
  onPointerdown = (event: Event): void => {
    this.#pressedBackdrop = event.target === this.#dialog;
  };

  onClick = (event: Event): void => {
    if (this.#pressedBackdrop && event.target === this.#dialog) this.#wish.dismiss();
  };

  /** For the dialog's `close`: whoever closed it, what the host wants counts. */
  onClose = (): void => this.#sync();

  #sync(): void {
    const dialog = this.#dialog;
    if (!dialog?.isConnected) return;
    const open = this.#wish.open();
    const modal = dialog.matches(':modal');
    if (!open) {
      if (!dialog.open) return;
      dialog.close();
      this.#tell(false);
      this.#cameFrom?.focus();
      this.#cameFrom = null;
    } else if (!dialog.open || modal === this.isOutside) {
      const at = focused();
      if (!this.#shown) this.#cameFrom = at;
      if (dialog.open) dialog.close();
      if (this.isOutside) dialog.show();
      else dialog.showModal();
      // Opened again, the dialog would put the focus on its title.
      if (this.#shown) at?.focus();
      this.#tell(true);
    }
  }

  #tell(open: boolean): void {
    if (open === this.#shown) return;
    this.#shown = open;
    void this.#host.updateComplete.then(() => this.#wish.moved(open));
  }

  #step(by: 1 | -1): void {
    this.#outside += by;
    this.#sync();
    this.#host.requestUpdate();
  }
}

/** What has the focus, in whatever shadow root it is. */
function focused(): HTMLElement | null {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at instanceof HTMLElement && at !== document.body ? at : null;
}
