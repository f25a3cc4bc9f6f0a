import { html, render, type TemplateResult } from 'lit';
import { deskJson, failure, testCards, type MerchantInfo } from './frame.ts';

const app = document.querySelector<HTMLElement>('#app') ?? document.body;

/** A page for payers: no staff's navigation, nobody signed in. It shows `element`, and the test cards, since this is a try-out. */
export async function showPayer(element: TemplateResult): Promise<void> {
  try {
    const merchant = await deskJson<MerchantInfo>('/merchant.json');
    document.title = merchant.name;
    render(
      html`<div class="page payer">
        <main>${element}</main>
        <aside class="aside">${testCards(merchant)}</aside>
      </div>`,
      app,
    );
  } catch (error) {
    render(failure(error), app);
  }
}

/** The page's language is the one that the element shows, which is the customer's. */
export function followLanguage(element: Element | null): void {
  const root = element?.shadowRoot;
  if (!root) return;
  const follow = (): void => {
    const shown = root.querySelector('[lang]')?.getAttribute('lang');
    if (shown) document.documentElement.lang = shown;
  };
  new MutationObserver(follow).observe(root, { subtree: true, childList: true, attributeFilter: ['lang'] });
  follow();
}
