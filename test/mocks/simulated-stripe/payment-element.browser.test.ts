import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { createStripe } from '../../../mocks/simulated-stripe/js/stripe-instance.ts';
import { Rest } from '../../../mocks/simulated-stripe/js/rest.ts';
import {
  american,
  changedTo,
  emptyPage,
  heard,
  mounted,
  next,
  payment,
  place,
  restStub,
  stripe,
  transparentForm,
  typeCard,
  until,
} from './stripe-js-fixture.ts';

afterEach(emptyPage);

it('lives in a frame of a foreign origin, named and titled as Stripe names them', async () => {
  const { iframe, place: target } = await mounted();
  expect(iframe.name).to.match(/^__privateStripeFrame\d+$/);
  expect(iframe.title).to.equal('Secure payment input frame');
  expect(iframe.contentDocument === null).to.equal(true);
  expect(() => iframe.contentWindow!.document).to.throw();
  expect(iframe.parentElement!.localName).to.equal('div');
  expect(iframe.parentElement!.parentElement).to.equal(target);
  expect(iframe.getBoundingClientRect().height).to.be.greaterThan(200);
});

it('throws at once for a place in a shadow root or outside of the document', () => {
  const host = place();
  const inside = document.createElement('div');
  host.attachShadow({ mode: 'open' }).append(inside);
  const message = 'Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.';
  expect(() => stripe().elements(payment).create('payment').mount(inside)).to.throw(message);
  expect(() => stripe().elements(payment).create('payment').mount(document.createElement('div'))).to.throw(message);
  expect(host.shadowRoot!.querySelector('iframe')).to.equal(null);
});

it('only complains of such a place with a live key, and mounts', async () => {
  const rest = new Rest(restStub().fetch, 'https://api.stripe.com', 'pk_live_1', undefined, 0);
  const live = createStripe({ key: 'pk_live_1', options: {}, rest, frameOrigin: null, navigate: () => {} });
  const inside = document.createElement('div');
  place().attachShadow({ mode: 'open' }).append(inside);
  const element = live.elements(payment).create('payment');
  const ready = next(element, 'ready');
  const complaints = await heard('error', () => element.mount(inside));
  expect(complaints[0]).to.contain('Elements cannot be mounted in a ShadowRoot');
  await ready;
});

it('throws for a selector that finds nothing, and for nothing at all', () => {
  const element = stripe().elements(payment).create('payment');
  expect(() => element.mount('#nowhere')).to.throw('The selector you specified (#nowhere) applies to no DOM elements');
  expect(() => element.mount(undefined as unknown as string)).to.throw('Missing argument');
});

it('mounts by selector, and not at a second place', async () => {
  const element = stripe().elements(payment).create('payment');
  place('one');
  place('two');
  const ready = next(element, 'ready');
  element.mount('#one');
  element.mount('#one');
  expect(() => element.mount('#two')).to.throw('This Element is already mounted.');
  await ready;
  expect(document.querySelectorAll('#one iframe')).to.have.length(1);
});

it('tells of its loading later than mount(), first that it begins and then that it is ready', async () => {
  const element = stripe({ latency: 30 }).elements(payment).create('payment');
  const events: string[] = [];
  for (const name of ['loaderstart', 'ready'] as const) element.on(name as 'ready', () => events.push(name));
  const ready = next(element, 'ready');
  element.mount(place());
  expect(events).to.deep.equal([]);
  await next(element, 'loaderstart');
  expect(events).to.deep.equal(['loaderstart']);
  await ready;
  expect(events).to.deep.equal(['loaderstart', 'ready']);
});

it('ends with loaderror where Stripe refuses the session, and can not be submitted', async () => {
  const error = {
    type: 'invalid_request_error',
    code: 'amount_too_small',
    message: 'Amount must be at least $0.50 usd',
  };
  const rest = restStub({ '/v1/elements/sessions': () => ({ status: 400, body: { error } }) });
  const elements = stripe({ fetch: rest.fetch }).elements(payment);
  const element = elements.create('payment');
  element.mount(place());
  expect(await next(element, 'loaderror')).to.deep.equal({ elementType: 'payment', error });
  expect(await elements.submit().catch((failure: Error) => failure.name)).to.equal('IntegrationError');
});

it('ends with loaderror offline', async () => {
  const rest = restStub({ '/v1/elements/sessions': () => null });
  const element = stripe({ fetch: rest.fetch }).elements(payment).create('payment');
  element.mount(place());
  const { error } = await next<{ error: { type: string } }>(element, 'loaderror');
  expect(error.type).to.equal('api_connection_error');
});

it('is typed into with real keys, and tells where it stands without telling the card or an error', async () => {
  const { element } = await mounted();
  const busy: unknown[] = [];
  const listen = (event: MessageEvent): void => void busy.push(event.data);
  window.addEventListener('message', listen);
  const started = changedTo(element, { empty: false });
  const complete = changedTo(element, { complete: true });
  await typeCard(element);
  expect(await started).to.deep.equal({
    elementType: 'payment',
    empty: false,
    complete: false,
    collapsed: false,
    value: { type: 'card' },
  });
  expect(await complete).to.have.property('empty', false);
  window.removeEventListener('message', listen);
  expect(busy).to.deep.equal([]);
});

it('shows what is missing when submitted, and says so', async () => {
  const { elements, iframe } = await mounted();
  const height = iframe.getBoundingClientRect().height;
  expect(await elements.submit()).to.deep.equal({
    error: { type: 'validation_error', code: 'incomplete_number', message: 'Your card number is incomplete.' },
  });
  await until(() => iframe.getBoundingClientRect().height > height);
});

it('answers a complete form with the method that was chosen', async () => {
  const { elements, element } = await mounted();
  await typeCard(element);
  expect(await elements.submit()).to.deep.equal({ selectedPaymentMethod: 'card' });
});

it('refuses a number that fails the check digit', async () => {
  const { elements, element } = await mounted();
  await typeCard(element, { number: '4242424242424241' });
  expect((await elements.submit()).error).to.have.property('code', 'incorrect_number');
});

it('is emptied by clear()', async () => {
  const { elements, element } = await mounted();
  await typeCard(element);
  const empty = changedTo(element, { empty: true });
  element.clear();
  await empty;
  expect((await elements.submit()).error).to.have.property('code', 'incomplete_number');
});

it('refuses a date that is past', async () => {
  const { elements, element } = await mounted();
  await typeCard(element, { expiry: '0120' });
  expect((await elements.submit()).error).to.have.property('code', 'invalid_expiry_year_past');
});

it('loses what was typed when the page moves it', async () => {
  const { elements, element, iframe, place: target } = await mounted();
  await typeCard(element);
  expect(await elements.submit()).to.have.property('selectedPaymentMethod');
  const emptied = changedTo(element, { empty: true });
  document.body.append(place('elsewhere'));
  document.querySelector('#elsewhere')!.append(target);
  expect(await emptied).to.deep.include({ empty: true, complete: false });
  expect(iframe.isConnected).to.equal(true);
  expect((await elements.submit()).error).to.have.property('code', 'incomplete_number');
});

it('tells of focus, blur and Escape, which the page itself does not hear', async () => {
  const { element } = await mounted();
  const keys: string[] = [];
  const listen = (event: KeyboardEvent): void => void keys.push(event.key);
  document.addEventListener('keydown', listen);
  const focused = next(element, 'focus');
  element.focus();
  expect(await focused).to.deep.equal({ elementType: 'payment' });
  const escaped = next(element, 'escape');
  await sendKeys({ press: 'Escape' });
  expect(await escaped).to.deep.equal({ elementType: 'payment' });
  const blurred = next(element, 'blur');
  await sendMouse({ type: 'click', position: [5, 590] });
  await blurred;
  document.removeEventListener('keydown', listen);
  expect(keys).to.deep.equal([]);
});

it('forgets what was typed when it is unmounted, and can be mounted again', async () => {
  const { elements, element, place: target } = await mounted();
  await typeCard(element);
  element.unmount();
  expect(target.querySelector('iframe')).to.equal(null);
  expect(await elements.submit().catch((failure: Error) => failure.message)).to.contain('should have a mounted');
  const ready = next(element, 'ready');
  element.mount(target);
  await ready;
  expect((await elements.submit()).error).to.have.property('code', 'incomplete_number');
});

it('can not be reached once its place was taken out of the page', async () => {
  const { elements, place: target } = await mounted();
  target.remove();
  const failure = await elements.submit().catch((error: Error) => error.message);
  expect(failure).to.contain('We could not retrieve data from the specified Element');
});

it('is good for nothing once destroyed', async () => {
  const { element } = await mounted();
  element.destroy();
  const gone = 'This Element has already been destroyed. Please create a new one.';
  expect(() => element.mount('#card')).to.throw(gone);
  expect(() => element.focus()).to.throw(gone);
  expect(() => element.update({ readOnly: true })).to.throw(gone);
  expect(() => element.destroy()).to.throw(gone);
});

it('warns where the place has children, and replaces them', async () => {
  const target = place();
  target.append('Loading…');
  const element = stripe().elements(payment).create('payment');
  const ready = next(element, 'ready');
  const warnings = await heard('warn', () => element.mount(target));
  expect(warnings[0]).to.contain('contains child nodes');
  expect(target.textContent).to.equal('');
  await ready;
});

it('refuses events that do not exist', () => {
  const element = stripe().elements(payment).create('payment');
  expect(() => element.on('changed' as 'change', () => {})).to.throw('event must be one of');
});

it('collapses, and is incomplete then', async () => {
  const { elements, element } = await mounted();
  await typeCard(element);
  const collapsed = changedTo(element, { collapsed: true });
  element.collapse();
  expect(await collapsed).to.deep.include({ complete: false, collapsed: true });
  expect((await elements.submit()).error).to.have.property('code', 'incomplete_payment_details');
});

it('takes its document from the origin that serves it, and is foreign there too', () => {
  const element = stripe({ frameOrigin: 'https://frames.example' }).elements(payment).create('payment', american);
  const target = place();
  element.mount(target);
  const iframe = target.querySelector('iframe')!;
  expect(iframe.src).to.equal('https://frames.example/frame/payment-element');
  expect(iframe.getAttribute('srcdoc')).to.equal(null);
  expect(iframe.sandbox.value).to.equal('allow-scripts');
});

it('labels its fields, and names them for autofill and number pads', async () => {
  const { inside } = await transparentForm();
  const field = (name: string) => inside.querySelector<HTMLInputElement>(`[name="${name}"]`)!;
  const label = (name: string) => field(name).labels![0]!.textContent;
  expect(['number', 'expiry', 'cvc', 'country', 'postalCode'].map(label)).to.deep.equal([
    'Card number',
    'Expiration date',
    'Security code',
    'Country',
    'ZIP code',
  ]);
  expect(field('number').autocomplete).to.equal('billing cc-number');
  expect(field('expiry').autocomplete).to.equal('billing cc-exp');
  expect(field('cvc').autocomplete).to.equal('billing cc-csc');
  expect(field('number').inputMode).to.equal('numeric');
});

it('shows an error at its field, for everybody', async () => {
  const { inside, port } = await transparentForm();
  port.postMessage({ type: 'validate', id: 1 });
  const number = inside.querySelector<HTMLInputElement>('[name=number]')!;
  await until(() => number.getAttribute('aria-invalid') === 'true');
  const error = inside.getElementById(number.getAttribute('aria-describedby')!)!;
  expect(error.textContent).to.equal('Your card number is incomplete.');
  expect(error.getAttribute('role')).to.equal('alert');
  expect(error.hidden).to.equal(false);
});

it('asks for a postal code only where the country has one for cards', async () => {
  const { inside } = await transparentForm();
  const country = inside.querySelector<HTMLSelectElement>('[name=country]')!;
  const postalCode = inside.querySelector<HTMLElement>('#field-postalCode')!;
  expect(postalCode.hidden).to.equal(false);
  country.value = 'DE';
  country.dispatchEvent(new Event('change', { bubbles: true }));
  expect(postalCode.hidden).to.equal(true);
});

it('wears the appearance, and changes it while it is shown', async () => {
  const { inside, port, messages } = await transparentForm();
  const { frameSettings } = await import('../../../mocks/simulated-stripe/js/frame-settings.ts');
  const number = inside.querySelector<HTMLInputElement>('[name=number]')!;
  number.value = '4242';
  const appearance = {
    variables: { colorBackground: '#112233', borderRadius: '9px' },
    rules: { '.Input': { color: '#ff0000' } },
  };
  const before = messages.filter(({ type }) => type === 'applied').length;
  port.postMessage({ type: 'settings', settings: frameSettings({ ...payment, appearance }, american, 'fr') });
  await until(() => messages.filter(({ type }) => type === 'applied').length > before);
  const style = inside.defaultView!.getComputedStyle(number);
  expect(style.backgroundColor).to.equal('rgb(17, 34, 51)');
  expect(style.borderRadius).to.equal('9px');
  expect(style.color).to.equal('rgb(255, 0, 0)');
  expect(number.labels![0]!.textContent).to.equal('Numéro de carte');
  expect(number.value).to.equal('4242');
});

it('shows the mandate where the card is to be kept', async () => {
  const { frameSettings } = await import('../../../mocks/simulated-stripe/js/frame-settings.ts');
  expect(frameSettings(payment, {}, 'en').terms).to.equal(null);
  const saving = { ...payment, setupFutureUsage: 'off_session' } as const;
  expect(frameSettings(saving, { business: { name: 'Acme' } }, 'en').terms).to.contain('you allow Acme to charge');
  expect(frameSettings(saving, { terms: { card: 'never' } }, 'en').terms).to.equal(null);
});
