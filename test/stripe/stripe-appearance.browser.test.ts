import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { LitElement } from 'lit';
import { appearanceFrom, watchTheme } from '../../src/stripe/stripe-appearance.ts';
import type { Appearance } from '../../src/stripe/stripe.ts';
import { theme } from '../../src/ui/theme.ts';

class ThemedHost extends LitElement {
  static override styles = theme;
  override render() {
    return html`<p>themed</p>`;
  }
}
customElements.define('themed-host', ThemedHost);

const plainColor = /^rgb\(\d{1,3}, \d{1,3}, \d{1,3}\)$/;

/** A host inside an element with this style, and inside another host's shadow root. */
async function hostIn(style: string): Promise<HTMLElement> {
  const around = await fixture<HTMLElement>(html`<div style=${style}><themed-host></themed-host></div>`);
  return around.querySelector<ThemedHost>('themed-host')!;
}

const variable = (appearance: Appearance, name: keyof NonNullable<Appearance['variables']>) =>
  appearance.variables?.[name];

/** Waits for the watch's next look, which is in the next frame. */
const looked = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

describe('appearanceFrom', () => {
  it('gives every colour as plain rgb, whatever the page wrote', async () => {
    const host = await hostIn(`
      --paydesk-accent: oklch(62.8% 0.2577 29.23);
      --paydesk-on-accent: color-mix(in oklab, white, black 0%);
      --paydesk-text: hsl(120deg 100% 25%);
      --paydesk-muted: color(display-p3 1 0 0);
      --paydesk-surface: light-dark(papayawhip, black);
      --paydesk-border: color-mix(in srgb, red 50%, blue);
      --paydesk-danger: #f00c;
      --paydesk-focus: currentcolor;
    `);
    const appearance = appearanceFrom(host);
    expect(variable(appearance, 'colorPrimary')).to.equal('rgb(255, 0, 0)');
    expect(variable(appearance, 'accessibleColorOnColorPrimary')).to.equal('rgb(255, 255, 255)');
    expect(variable(appearance, 'colorText')).to.equal('rgb(0, 128, 0)');
    expect(variable(appearance, 'colorTextSecondary')).to.equal('rgb(255, 0, 0)');
    expect(variable(appearance, 'colorBackground')).to.equal('rgb(255, 239, 213)');
    expect(variable(appearance, 'inputColorBorder')).to.equal('rgb(128, 0, 128)');
    for (const [name, value] of Object.entries(appearance.variables ?? {})) {
      if (/color/i.test(name)) expect(value, name).to.match(plainColor);
    }
  });

  it('lays what is see-through over the surface, and the surface over the page', async () => {
    const host = await hostIn('--paydesk-surface: transparent; --paydesk-border: rgb(0 0 0 / 50%);');
    const appearance = appearanceFrom(host);
    expect(variable(appearance, 'colorBackground')).to.equal('rgb(255, 255, 255)');
    expect(variable(appearance, 'inputColorBorder')).to.equal('rgb(128, 128, 128)');
    expect(appearance.theme).to.equal('stripe');
  });

  it('follows the page into the dark', async () => {
    const light = appearanceFrom(await hostIn('color-scheme: light'));
    const dark = appearanceFrom(await hostIn('color-scheme: dark'));
    expect(light.theme).to.equal('stripe');
    expect(dark.theme).to.equal('night');
    expect(variable(light, 'colorBackground')).to.equal('rgb(255, 255, 255)');
    expect(variable(dark, 'colorBackground')).to.equal('rgb(22, 24, 29)');
  });

  it('takes a token from the nearest that sets it: the element, then its ancestors', async () => {
    const host = await hostIn('--paydesk-accent: rgb(1 2 3); --paydesk-danger: rgb(4 5 6)');
    host.style.setProperty('--paydesk-accent', 'rgb(7 8 9)');
    const appearance = appearanceFrom(host);
    expect(variable(appearance, 'colorPrimary')).to.equal('rgb(7, 8, 9)');
    expect(variable(appearance, 'colorDanger')).to.equal('rgb(4, 5, 6)');
  });

  it('resolves the radius and takes the font, at least as large as a phone wants it', async () => {
    const host = await hostIn('--paydesk-radius: 0.5em; font: 14px/1.5 Georgia, serif');
    const appearance = appearanceFrom(host);
    expect(variable(appearance, 'borderRadius')).to.equal('7px');
    expect(variable(appearance, 'fontFamily')).to.equal('Georgia, serif');
    expect(variable(appearance, 'fontSizeBase')).to.equal('16px');
    const large = await hostIn('font-size: 20px; --paydesk-font: "Inter", sans-serif');
    expect(variable(appearanceFrom(large), 'fontSizeBase')).to.equal('20px');
    expect(variable(appearanceFrom(large), 'fontFamily')).to.equal('Inter, sans-serif');
  });

  it('leaves nothing behind in the element', async () => {
    const host = await hostIn('');
    const before = [host.outerHTML, host.shadowRoot!.innerHTML];
    appearanceFrom(host);
    expect([host.outerHTML, host.shadowRoot!.innerHTML]).to.deep.equal(before);
  });

  it('reads an element without a shadow root as well', async () => {
    const plain = await fixture<HTMLElement>(html`<div style="--paydesk-accent: rgb(1 2 3)"></div>`);
    expect(variable(appearanceFrom(plain), 'colorPrimary')).to.equal('rgb(1, 2, 3)');
    expect(plain.childElementCount).to.equal(0);
  });
});

describe('watchTheme', () => {
  afterEach(async () => {
    document.documentElement.removeAttribute('data-theme');
    await emulateMedia({ colorScheme: 'light' });
  });

  it('tells of a class on an ancestor beyond a shadow root, once, with the new appearance', async () => {
    const outer = await fixture<HTMLElement>(
      html`<div><style>.night { color-scheme: dark }</style><div id="outer"></div></div>`,
    );
    const inner = document.createElement('themed-host');
    outer.querySelector('#outer')!.attachShadow({ mode: 'open' }).append(inner);
    const told: Appearance[] = [];
    const stop = watchTheme(inner, (appearance) => told.push(appearance));
    outer.classList.add('night');
    outer.classList.add('else');
    await looked();
    expect(told.map(({ theme: name }) => name)).to.deep.equal(['night']);
    stop();
  });

  it('tells of an attribute of the page and of the preference of the person', async () => {
    const host = await hostIn('color-scheme: light dark');
    const sheet = document.head.appendChild(document.createElement('style'));
    sheet.textContent = '[data-theme=brand] { --paydesk-accent: rgb(1 2 3) }';
    const told: Appearance[] = [];
    const stop = watchTheme(host, (appearance) => told.push(appearance));
    document.documentElement.dataset['theme'] = 'brand';
    await looked();
    expect(told.map((appearance) => variable(appearance, 'colorPrimary'))).to.deep.equal(['rgb(1, 2, 3)']);
    await emulateMedia({ colorScheme: 'dark' });
    await waitUntil(() => told.length > 1, 'the preference was not heard', { timeout: 5000 });
    expect(told.map(({ theme: name }) => name)).to.deep.equal(['stripe', 'night']);
    stop();
    sheet.remove();
  });

  it('says nothing where an attribute changed and the appearance did not, nor after its end', async () => {
    const host = await hostIn('');
    const told: Appearance[] = [];
    const stop = watchTheme(host, (appearance) => told.push(appearance));
    host.parentElement!.classList.add('irrelevant');
    await looked();
    host.parentElement!.style.setProperty('--paydesk-accent', 'rgb(1 2 3)');
    stop();
    await looked();
    host.parentElement!.style.setProperty('--paydesk-accent', 'rgb(3 2 1)');
    await looked();
    expect(told).to.deep.equal([]);
  });
});
