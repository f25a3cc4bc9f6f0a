import type { StripeElementsOptionsMode, StripePaymentElementOptions } from '@stripe/stripe-js';
import { resolveAppearance } from './appearance.ts';
import type { FrameSettings } from './messages.ts';
import { browserLanguage, frameTexts } from './texts.ts';

type BillingField =
  | 'name'
  | 'email'
  | 'phone'
  | 'address.country'
  | 'address.postal_code'
  | 'address.state'
  | 'address.city'
  | 'address.line1';

/** What the Payment Element's frame shows, from the options of the group and of the element. */
export function frameSettings(
  group: StripeElementsOptionsMode,
  element: StripePaymentElementOptions,
  locale: string,
): FrameSettings {
  const { language, direction, texts } = frameTexts(locale);
  const never = neverCollected(element);
  const address = element.defaultValues?.billingDetails?.address;
  const layout = typeof element.layout === 'object' ? element.layout : { type: element.layout ?? 'accordion' };
  const saves = (group.setupFutureUsage ?? group.setup_future_usage ?? null) !== null || group.mode !== 'payment';
  const terms = element.terms?.card ?? 'auto';
  const showsTerms = terms === 'always' || (terms === 'auto' && saves);
  return {
    language,
    direction,
    texts,
    countries: countryNames(language),
    country: address?.country ?? new Intl.Locale(browserLanguage()).maximize().region ?? 'US',
    postalCode: address?.postal_code ?? '',
    asks: { country: !never.includes('address.country'), postalCode: !never.includes('address.postal_code') },
    terms: showsTerms ? texts.mandate.replace('{business}', element.business?.name ?? texts.merchant) : null,
    readOnly: element.readOnly ?? false,
    accordion: layout.type !== 'tabs',
    collapsed: layout.defaultCollapsed ?? false,
    ...resolveAppearance(group.appearance),
  };
}

/** Billing details that the integration keeps the form from asking for, and so must pass itself. */
export function neverCollected(options: StripePaymentElementOptions): BillingField[] {
  const fields = options.fields?.billingDetails ?? 'auto';
  const whole = ['name', 'email', 'phone'] as const;
  const parts = ['address.country', 'address.postal_code', 'address.state', 'address.city', 'address.line1'] as const;
  if (fields === 'never') return [...whole, ...parts];
  if (fields === 'auto') return [];
  const address = fields.address ?? 'auto';
  const option = {
    'address.country': 'country',
    'address.postal_code': 'postalCode',
    'address.state': 'state',
    'address.city': 'city',
    'address.line1': 'line1',
  } as const;
  return [
    ...whole.filter((name) => fields[name] === 'never'),
    ...parts.filter((part) => (typeof address === 'object' ? address[option[part]] === 'never' : address === 'never')),
  ];
}

function countryNames(language: string): { code: string; name: string }[] {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  return countryCodes
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((one, other) => one.name.localeCompare(other.name, language));
}

// ISO 3166-1, without the places that have no card issuers.
const countryCodes =
  'AD AE AF AG AI AL AM AO AR AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CD CF CG CH CI CK CL CM CN CO CR CV CW CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IS IT JE JM JO JP KE KG KH KI KM KN KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MK ML MM MN MO MQ MR MS MT MU MV MW MX MY MZ NA NC NE NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PY QA RE RO RS RU RW SA SB SC SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SZ TA TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VN VU WF WS XK YE YT ZA ZM ZW'.split(
    ' ',
  );
