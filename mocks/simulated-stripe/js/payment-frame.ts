import type { CardRules } from './card-rules.ts';
import type {
  CardDetails,
  CardField,
  ConnectToPage,
  FaultCode,
  FrameSettings,
  FromPaymentFrame,
  ToPaymentFrame,
} from './messages.ts';

/** The Payment Element's form. Runs inside its frame, as text: nothing outside the function may be named. */
export function paymentFrame(connect: ConnectToPage, rules: CardRules): void {
  const names: CardField[] = ['number', 'expiry', 'cvc', 'postalCode'];
  const byId = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;
  const input = (name: CardField): HTMLInputElement => byId('payment-' + name + 'Input');
  const country = byId<HTMLSelectElement>('payment-countryInput');
  const heading = byId<HTMLButtonElement>('method');
  const form = byId('fields');
  const style = new CSSStyleSheet();
  document.adoptedStyleSheets = [style];

  let settings: FrameSettings | null = null;
  let collapsed = false;
  let told = '';
  let within = false;
  const touched: Partial<Record<CardField, boolean>> = {};

  const send = connect<FromPaymentFrame, ToPaymentFrame>((message) => {
    if (message.type === 'settings') apply(message.settings);
    else if (message.type === 'focus') (firstFaulty() || input('number')).focus();
    else if (message.type === 'blur') (document.activeElement as HTMLElement).blur();
    else if (message.type === 'clear') clear();
    else if (message.type === 'collapse') collapse(true);
    else if (message.type === 'validate') send({ type: 'answer', id: message.id, fault: validate(), card: null });
    else if (message.type === 'collect')
      send({ type: 'answer', id: message.id, fault: firstFault(), card: firstFault() ? null : collect() });
  });

  function asked(name: CardField): boolean {
    if (name !== 'postalCode') return true;
    return settings !== null && settings.asks.postalCode && rules.hasPostalCode(country.value);
  }

  function fault(name: CardField): FaultCode | null {
    const text = input(name).value;
    if (!asked(name)) return null;
    if (name === 'number') return rules.numberFault(text);
    if (name === 'expiry') return rules.expiryFault(text, new Date());
    if (name === 'cvc') return rules.cvcFault(text, input('number').value);
    return rules.postalCodeFault(text, country.value);
  }

  function firstFault(): FaultCode | null {
    if (collapsed) return 'incomplete_payment_details';
    for (const name of names) {
      const found = fault(name);
      if (found) return found;
    }
    return null;
  }

  function firstFaulty(): HTMLInputElement | null {
    for (const name of names) if (touched[name] && fault(name)) return input(name);
    return null;
  }

  function validate(): FaultCode | null {
    for (const name of names) touched[name] = true;
    show();
    return firstFault();
  }

  function collect(): CardDetails | null {
    const expiry = rules.expiry(input('expiry').value);
    if (!expiry || !settings) return null;
    return {
      number: rules.digits(input('number').value),
      expMonth: expiry.month,
      expYear: expiry.year,
      cvc: input('cvc').value,
      country: settings.asks.country ? country.value : null,
      postalCode: asked('postalCode') ? input('postalCode').value.trim() : null,
    };
  }

  /** Shows what is wrong, and tells the page where the form stands if that is new. */
  function show(): void {
    if (!settings) return;
    let empty = true;
    for (const name of names) {
      if (input(name).value && asked(name)) empty = false;
      const found = fault(name);
      // A wrong digit is told as soon as the number is whole; what is merely unfinished, once the field was left or submitted.
      const shown = found && (touched[name] || found === 'incorrect_number') ? found : null;
      const error = byId('payment-' + name + 'Error');
      const text = shown ? settings.texts.faults[shown] : '';
      if (error.textContent !== text) error.textContent = text;
      error.hidden = !shown;
      input(name).setAttribute('aria-invalid', shown ? 'true' : 'false');
      input(name).classList.toggle('Input--invalid', shown !== null);
      input(name).classList.toggle('Input--empty', input(name).value === '');
      byId('payment-' + name + 'Label').classList.toggle('Label--invalid', shown !== null);
    }
    byId('field-postalCode').hidden = !asked('postalCode');
    const now = JSON.stringify([empty, firstFault() === null, collapsed]);
    if (now === told) return;
    // What the page assumes of a fresh form needs no telling.
    if (told || !empty || collapsed) send({ type: 'change', empty, complete: firstFault() === null, collapsed });
    told = now;
  }

  function collapse(yes: boolean): void {
    if (!settings || !settings.accordion) return;
    collapsed = yes;
    form.hidden = yes;
    heading.setAttribute('aria-expanded', yes ? 'false' : 'true');
    heading.classList.toggle('AccordionItem--selected', !yes);
    show();
  }

  function clear(): void {
    for (const name of names) {
      input(name).value = '';
      touched[name] = false;
    }
    show();
  }

  function setText(id: string, text: string): void {
    byId(id).textContent = text;
  }

  function apply(next: FrameSettings): void {
    const first = settings === null;
    const chosen = first ? next.country : country.value;
    settings = next;
    const root = document.documentElement;
    root.lang = next.language;
    root.dir = next.direction;
    document.title = next.texts.title;
    root.removeAttribute('style');
    for (const name of Object.keys(next.variables)) root.style.setProperty('--' + name, next.variables[name] || '');
    style.replaceSync(next.styleSheet);
    country.textContent = '';
    for (const each of next.countries) country.add(new Option(each.name, each.code, false, each.code === chosen));
    byId('field-country').hidden = !next.asks.country;
    setText('method', next.texts.card);
    setText('payment-numberLabel', next.texts.number);
    setText('payment-expiryLabel', next.texts.expiry);
    setText('payment-cvcLabel', next.texts.cvc);
    setText('payment-countryLabel', next.texts.country);
    setText('terms', next.terms || '');
    byId('terms').hidden = !next.terms;
    input('expiry').placeholder = next.texts.expiryPlaceholder;
    input('cvc').placeholder = next.texts.cvcPlaceholder;
    for (const name of names) input(name).readOnly = next.readOnly;
    country.disabled = next.readOnly;
    heading.hidden = !next.accordion;
    if (first) {
      input('postalCode').value = next.postalCode;
      collapsed = next.accordion && next.collapsed;
      form.hidden = collapsed;
      heading.setAttribute('aria-expanded', collapsed ? 'false' : 'true');
    }
    relabel();
    show();
    tellHeight();
    send({ type: 'applied' });
  }

  function relabel(): void {
    if (!settings) return;
    const american = country.value === 'US';
    setText('payment-postalCodeLabel', american ? settings.texts.zip : settings.texts.postalCode);
    input('postalCode').placeholder = american ? '12345' : country.value === 'CA' ? 'M5T 1T4' : 'WS11 1DB';
    input('postalCode').inputMode = american ? 'numeric' : 'text';
  }

  /** Keeps the caret where the person types while the text is set anew. */
  function rewrite(field: HTMLInputElement, text: string): void {
    if (field.value === text) return;
    const before = rules.digits(field.value.slice(0, field.selectionStart || 0)).length;
    const atEnd = field.selectionStart === field.value.length;
    field.value = text;
    let caret = 0;
    for (let seen = 0; caret < text.length && seen < before; caret += 1) if (/\d/.test(text[caret] || '')) seen += 1;
    if (document.activeElement === field)
      field.setSelectionRange(atEnd ? text.length : caret, atEnd ? text.length : caret);
  }

  function tellHeight(): void {
    send({ type: 'height', height: Math.ceil(byId('root').getBoundingClientRect().height) });
  }

  input('number').addEventListener('input', () => {
    rewrite(input('number'), rules.formatNumber(input('number').value));
    rewrite(input('cvc'), rules.formatCvc(input('cvc').value, input('number').value));
  });
  input('expiry').addEventListener('input', (event) => {
    // While deleting, the separator must be able to go.
    const deleting = String((event as InputEvent).inputType).indexOf('delete') === 0;
    if (!deleting) rewrite(input('expiry'), rules.formatExpiry(input('expiry').value));
  });
  input('cvc').addEventListener('input', () => {
    rewrite(input('cvc'), rules.formatCvc(input('cvc').value, input('number').value));
  });
  country.addEventListener('change', relabel);
  for (const name of names) {
    input(name).addEventListener('blur', () => {
      if (input(name).value) touched[name] = true;
      show();
    });
  }
  document.addEventListener('input', show);
  document.addEventListener('change', show);
  heading.addEventListener('click', () => collapse(false));
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') send({ type: 'escape' });
  });
  document.addEventListener('focusin', () => {
    if (!within) send({ type: 'focus' });
    within = true;
  });
  document.addEventListener('focusout', (event) => {
    if (event.relatedTarget) return;
    within = false;
    send({ type: 'blur' });
  });
  new ResizeObserver(tellHeight).observe(byId('root'));
}
