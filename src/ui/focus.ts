import type { LitElement } from 'lit';

/** Puts the focus where a person goes on whose button has just gone. */
export async function focusNext(host: LitElement, selector: string): Promise<void> {
  await host.updateComplete;
  host.renderRoot.querySelector<HTMLElement>(selector)?.focus();
}

/** Puts the focus on what is news: an outcome, a problem. */
export function focusNews(root: ParentNode | null): void {
  root?.querySelector<HTMLElement>('[data-focus]')?.focus();
}

/** Puts the focus into the first field that has something wrong, or the first of a group that has. */
export function focusFault(root: ParentNode | null): void {
  const field =
    root?.querySelector<HTMLElement>('[aria-invalid="true"]') ??
    root?.querySelector('.fault')?.closest('fieldset')?.querySelector<HTMLElement>('input:not(:disabled)');
  field?.focus();
}
