import { expect, waitUntil } from '@open-wc/testing';
import { openDesk, place } from './desk.ts';

describe('a dialog under a strict content security policy', () => {
  const violations: string[] = [];

  before(() => {
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content = "style-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html";
    document.head.append(policy);
  });

  it('shows the mail with all its looks, and breaks no rule', async () => {
    const desk = await openDesk();
    const shown = await place(desk);
    const html = `<!doctype html><html lang="fr" dir="rtl"><head><meta charset="utf-8"><title>style="x"</title>
      <style>.big { font-size: 31px }</style></head><body style="background: rgb(1, 2, 3)">
      <table bgcolor="#ffffff" style='width: 320px' title=">"><tr><td class="big" style="padding-top:33px"> style="kept"</td></tr></table>
      </body></html>`;
    shown.element.backend = {
      ...desk.backend,
      previewLink: async (request, options) => ({ ...(await desk.backend.previewLink(request, options)), html }),
    };
    await shown.open();
    shown.control(/^Send a payment link/).click();
    await shown.reads('How the customer gets it');
    shown.control('Preview').click();
    const frame = () => shown.root.querySelector<HTMLIFrameElement>('iframe.mail');
    await waitUntil(() => frame()?.contentDocument?.body?.textContent.includes('kept'));
    const [page, view] = [frame()!.contentDocument!, frame()!.contentWindow!];
    const looks = (selector: string) => view.getComputedStyle(page.querySelector(selector)!);
    expect(looks('body').backgroundColor).to.equal('rgb(1, 2, 3)');
    expect(looks('table').width).to.equal('320px');
    expect([looks('td').fontSize, looks('td').paddingTop]).to.deep.equal(['31px', '33px']);
    expect(page.querySelector('td')!.textContent).to.equal(' style="kept"');
    expect([page.documentElement.lang, page.documentElement.dir]).to.deep.equal(['fr', 'rtl']);
    expect(violations).to.deep.equal([]);
  });

  it('would be seen to break one', async () => {
    const probe = document.createElement('p');
    probe.setAttribute('style', 'color: red');
    await waitUntil(() => violations.length > 0);
    expect(violations).to.deep.equal(['style-src-attr']);
  });
});
