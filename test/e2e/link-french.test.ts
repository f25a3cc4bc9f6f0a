import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until, useBrowser, visit } from './fixture.ts';
import { tokenOf } from './links.ts';

// Their browsers speak English: the customer's language is the backend's to know.
const english = { locale: 'en-CA' };

describe('A customer who reads French', () => {
  useBrowser();

  it('enters the card in French, is declined in French, and agrees to what a lawyer has read', async (context) => {
    const { makeLink, openLink } = await visit(context);
    const { pay, page, confirmation } = await openLink(tokenOf(await makeLink('amelie-gagnon')), english);
    await pay.heading(/Montant à payer.*455,50\s\$/s).waitFor();
    await pay.cardForm.getByLabel('Numéro de carte').waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'fr-CA');
    await pay.root.locator('#consent[lang="en"]', { hasText: /^\s*I agree that Logis & Jardin/ }).waitFor();
    await pay.typeCard('4000000000000002');
    await pay.button(/^Payer 455,50\s\$/).click();
    await pay.heading('Votre paiement n’a pas abouti').waitFor();
    await pay
      .text(/Rien n’a été débité/)
      .first()
      .waitFor();
    await pay.typeCard('4000002760003184');
    await pay.press();
    await pay.heading('Votre banque vous demande de confirmer').waitFor();
    await pay.tellBank('Complete authentication');
    await confirmation.succeeded('455,50');
    await confirmation.root.getByRole('button', { name: 'Imprimer' }).waitFor();
  });

  it('renews a link in French, and staff are told of it in English', async (context) => {
    const { desk, page, makeLink, openLink, passDays } = await visit(context);
    const link = await makeLink('amelie-gagnon');
    passDays(31);
    const { pay } = await openLink(tokenOf(link), english);
    await pay.heading('Ce lien de paiement a expiré').waitFor();
    await pay.button(/^Envoyer un nouveau lien à .*a•••@example\.com/).click();
    await pay.heading('Un nouveau lien est en route').waitFor();
    const mail = await until('the new mail', () =>
      desk.outbox.received.find(({ text }) => text.includes('Vous avez demandé un nouveau lien de paiement')),
    );
    assert.match(mail.subject ?? '', /^Demande de paiement de Logis & Jardin/);
    assert.match(mail.html ?? '', />Effectuer le paiement</);
    await page.goto(`${desk.url}/customers/amelie-gagnon`);
    await page.getByRole('region', { name: 'Payment links' }).getByText('not opened yet').waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  });
});
