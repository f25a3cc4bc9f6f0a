import { invalid } from './api-error.ts';

// https://docs.stripe.com/currencies. Kept apart from the product's own table, so that each can prove the other wrong.
const zeroDecimal = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const threeDecimal = new Set('bhd jod kwd omr tnd'.split(' '));
/** Written with two digits that must be zero. */
const hundreds = new Set(['isk', 'ugx']);
const others = new Set(
  (
    'aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc cve ' +
    'czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr jmd kes kgs khr kyd kzt lak ' +
    'lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ' +
    'ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah usd uyu uzs wst xcd yer zar zmw'
  ).split(' '),
);

/** What a charge takes at least, in minor units, where it settles in its own currency. */
const minimum = new Map(
  (
    'usd 50,aed 200,ars 50,aud 50,bgn 100,brl 50,cad 50,chf 50,cop 50,czk 1500,dkk 250,eur 50,gbp 30,hkd 400,huf 17500,' +
    'idr 50,ils 50,inr 50,jpy 50,krw 50,mxn 1000,myr 200,nok 300,nzd 50,php 50,pln 200,ron 200,rub 50,sek 300,sgd 50,' +
    'thb 1000,zar 50'
  )
    .split(',')
    .map((entry) => [entry.slice(0, 3), Number(entry.slice(4))] as const),
);

const maximum = 999_999_999_999;

/** @throws ApiError for a currency that Stripe doesn't know, or one not written in lower case. */
export function checkCurrency(currency: string): void {
  if (zeroDecimal.has(currency) || threeDecimal.has(currency) || hundreds.has(currency) || others.has(currency)) return;
  throw invalid(
    `Invalid currency: ${currency}. Stripe currently supports these currencies: ${[...others, ...zeroDecimal, ...threeDecimal, ...hundreds].sort().join(', ')}`,
    { param: 'currency' },
  );
}

/** @throws ApiError for an amount that can't be charged in this currency. */
export function checkAmount(amount: number, currency: string): void {
  if (amount < 1) {
    throw invalid(
      'The amount must be greater than or equal to the minimum charge amount allowed for your account and the currency set. If you want to learn more about minimum amounts, see https://stripe.com/docs/currencies#minimum-and-maximum-charge-amounts.',
      { code: 'parameter_invalid_integer', param: 'amount' },
    );
  }
  if (hundreds.has(currency) && amount % 100 !== 0) {
    throw invalid(
      `Invalid amount: ${currency.toUpperCase()} has no minor unit, and amounts in it must be a multiple of 100.`,
      { code: 'invalid_charge_amount', param: 'amount' },
    );
  }
  if (threeDecimal.has(currency) && amount % 10 !== 0) {
    throw invalid(`Invalid amount: amounts in ${currency.toUpperCase()} must be a multiple of 10.`, {
      code: 'invalid_charge_amount',
      param: 'amount',
    });
  }
  const least = minimum.get(currency) ?? 1;
  if (amount < least) {
    throw invalid(`Amount must be at least ${written(least, currency)} ${currency}`, {
      code: 'amount_too_small',
      param: 'amount',
    });
  }
  if (amount > maximum) {
    throw invalid(`Amount must be no more than ${written(maximum, currency)} ${currency}`, {
      code: 'amount_too_large',
      param: 'amount',
    });
  }
}

function written(amount: number, currency: string): string {
  const digits = zeroDecimal.has(currency) ? 0 : threeDecimal.has(currency) ? 3 : 2;
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits);
}
