import { expect, fixture, html } from '@open-wc/testing';
import { LitElement } from 'lit';
import { appearanceFrom } from '../../src/stripe/stripe-appearance.ts';
import { theme, tokenNames } from '../../src/ui/theme.ts';

class PlainHost extends LitElement {
  static override styles = theme;
  override render() {
    return html`<button>press</button><input />`;
  }
}
customElements.define('plain-host', PlainHost);

/** Contrast ratio of two `rgb()` colours (WCAG 2.2). */
function contrast(one = '', other = ''): number {
  const luminances = [one, other].map((color) => {
    const [red = 0, green = 0, blue = 0] = (color.match(/\d+/g) ?? []).map((value) => {
      const part = Number(value) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  return (Math.max(...luminances) + 0.05) / (Math.min(...luminances) + 0.05);
}

describe('theme', () => {
  it('has at most a dozen public tokens, each of them read by the styles and set by none', () => {
    expect(tokenNames.length).to.be.at.most(12);
    for (const name of tokenNames) {
      expect(theme.cssText).to.include(`var(${name},`);
      expect(theme.cssText).not.to.match(new RegExp(`${name}\\s*:`));
    }
  });

  for (const scheme of ['light', 'dark']) {
    it(`has enough contrast by default in ${scheme}`, async () => {
      const around = await fixture<HTMLElement>(
        html`<div style="color-scheme: ${scheme}"><plain-host></plain-host></div>`,
      );
      const { variables = {} } = appearanceFrom(around.querySelector('plain-host') as HTMLElement);
      const surface = variables.colorBackground;
      for (const text of [
        'colorText',
        'colorTextSecondary',
        'colorPrimary',
        'colorDanger',
        'colorSuccess',
        'colorWarning',
      ] as const) {
        expect(contrast(variables[text], surface), text).to.be.at.least(4.5);
      }
      expect(contrast(variables.accessibleColorOnColorPrimary, variables.colorPrimary)).to.be.at.least(4.5);
      expect(contrast(variables.inputColorBorder, surface)).to.be.at.least(3);
      expect(contrast(variables.inputFocusColorBorder, surface)).to.be.at.least(3);
    });
  }

  it('speaks in the page’s font, in its controls too, unless a token says otherwise', async () => {
    const host = await fixture<PlainHost>(html`<plain-host style="font-family: Georgia"></plain-host>`);
    const font = (selector: string) => getComputedStyle(host.shadowRoot!.querySelector(selector)!).fontFamily;
    host.parentElement!.style.fontFamily = 'Verdana';
    expect([font('button'), font('input')]).to.deep.equal(['Georgia', 'Georgia']);
    host.removeAttribute('style');
    expect([font('button'), font('input')]).to.deep.equal(['Verdana', 'Verdana']);
    host.parentElement!.style.setProperty('--paydesk-font', 'monospace');
    expect([font('button'), font('input')]).to.deep.equal(['monospace', 'monospace']);
  });

  it('hides a hidden element', async () => {
    const host = await fixture<PlainHost>(html`<plain-host hidden></plain-host>`);
    expect(getComputedStyle(host).display).to.equal('none');
  });
});
