import type { StripeElementLocale } from '@stripe/stripe-js';
import type { FaultCode } from './messages.ts';

/** The words inside the frames. */
export interface FrameTexts {
  /** The frame's own title. */
  title: string;
  card: string;
  number: string;
  expiry: string;
  /** Month and year, two digits each. */
  expiryPlaceholder: string;
  cvc: string;
  cvcPlaceholder: string;
  country: string;
  postalCode: string;
  /** The postal code of the United States. */
  zip: string;
  faults: Readonly<Record<FaultCode, string>>;
  /** Shown where the card is to be kept; `{business}` stands for its name. */
  mandate: string;
  /** Stands for the business where it gave no name. */
  merchant: string;
  challengeTitle: string;
  challengeText: string;
  complete: string;
  fail: string;
  cancel: string;
}

// The challenge is Stripe's test page: its buttons have no translation there either.
const challenge = {
  challengeTitle: '3D Secure 2 test page',
  challengeText: 'This is a test 3D Secure 2 authentication page: choose how the bank answers.',
  complete: 'Complete authentication',
  fail: 'Fail authentication',
  cancel: 'Cancel',
};

const en: FrameTexts = {
  ...challenge,
  title: 'Secure payment input frame',
  card: 'Card',
  number: 'Card number',
  expiry: 'Expiration date',
  expiryPlaceholder: 'MM / YY',
  cvc: 'Security code',
  cvcPlaceholder: 'CVC',
  country: 'Country',
  postalCode: 'Postal code',
  zip: 'ZIP code',
  faults: {
    incomplete_number: 'Your card number is incomplete.',
    incorrect_number: 'Your card number is invalid.',
    incomplete_expiry: "Your card's expiration date is incomplete.",
    invalid_expiry_month_past: "Your card's expiration date is in the past.",
    invalid_expiry_year_past: "Your card's expiration year is in the past.",
    incomplete_cvc: "Your card's security code is incomplete.",
    incomplete_zip: 'Your postal code is incomplete.',
    incomplete_payment_details: 'Please complete your payment details.',
  },
  mandate:
    'By providing your card information, you allow {business} to charge your card for future payments in accordance with their terms.',
  merchant: 'this business',
};

const fr: FrameTexts = {
  ...challenge,
  title: 'Cadre de saisie de paiement sécurisé',
  card: 'Carte',
  number: 'Numéro de carte',
  expiry: "Date d'expiration",
  expiryPlaceholder: 'MM / AA',
  cvc: 'Code de sécurité',
  cvcPlaceholder: 'CVC',
  country: 'Pays',
  postalCode: 'Code postal',
  zip: 'Code postal',
  faults: {
    incomplete_number: 'Votre numéro de carte est incomplet.',
    incorrect_number: "Votre numéro de carte n'est pas valide.",
    incomplete_expiry: "La date d'expiration de votre carte est incomplète.",
    invalid_expiry_month_past: "La date d'expiration de votre carte est passée.",
    invalid_expiry_year_past: "L'année d'expiration de votre carte est passée.",
    incomplete_cvc: 'Le code de sécurité de votre carte est incomplet.',
    incomplete_zip: 'Votre code postal est incomplet.',
    incomplete_payment_details: 'Veuillez renseigner vos informations de paiement.',
  },
  mandate:
    'En fournissant les informations de votre carte, vous autorisez {business} à débiter votre carte pour de futurs paiements, conformément à ses conditions.',
  merchant: 'ce commerçant',
};

const de: FrameTexts = {
  ...challenge,
  title: 'Sicherer Eingaberahmen für Zahlungen',
  card: 'Karte',
  number: 'Kartennummer',
  expiry: 'Ablaufdatum',
  expiryPlaceholder: 'MM / JJ',
  cvc: 'Sicherheitscode',
  cvcPlaceholder: 'CVC',
  country: 'Land',
  postalCode: 'Postleitzahl',
  zip: 'Postleitzahl',
  faults: {
    incomplete_number: 'Ihre Kartennummer ist unvollständig.',
    incorrect_number: 'Ihre Kartennummer ist ungültig.',
    incomplete_expiry: 'Das Ablaufdatum Ihrer Karte ist unvollständig.',
    invalid_expiry_month_past: 'Das Ablaufdatum Ihrer Karte liegt in der Vergangenheit.',
    invalid_expiry_year_past: 'Das Ablaufjahr Ihrer Karte liegt in der Vergangenheit.',
    incomplete_cvc: 'Der Sicherheitscode Ihrer Karte ist unvollständig.',
    incomplete_zip: 'Ihre Postleitzahl ist unvollständig.',
    incomplete_payment_details: 'Bitte vervollständigen Sie Ihre Zahlungsdaten.',
  },
  mandate:
    'Indem Sie Ihre Kartendaten angeben, erlauben Sie {business}, Ihre Karte für künftige Zahlungen gemäß deren Bedingungen zu belasten.',
  merchant: 'diesem Händler',
};

const es: FrameTexts = {
  ...challenge,
  title: 'Marco de entrada de pago seguro',
  card: 'Tarjeta',
  number: 'Número de tarjeta',
  expiry: 'Fecha de caducidad',
  expiryPlaceholder: 'MM / AA',
  cvc: 'Código de seguridad',
  cvcPlaceholder: 'CVC',
  country: 'País',
  postalCode: 'Código postal',
  zip: 'Código postal',
  faults: {
    incomplete_number: 'El número de tu tarjeta está incompleto.',
    incorrect_number: 'El número de tu tarjeta no es válido.',
    incomplete_expiry: 'La fecha de caducidad de tu tarjeta está incompleta.',
    invalid_expiry_month_past: 'La fecha de caducidad de tu tarjeta ya ha pasado.',
    invalid_expiry_year_past: 'El año de caducidad de tu tarjeta ya ha pasado.',
    incomplete_cvc: 'El código de seguridad de tu tarjeta está incompleto.',
    incomplete_zip: 'Tu código postal está incompleto.',
    incomplete_payment_details: 'Completa tus datos de pago.',
  },
  mandate:
    'Al proporcionar los datos de tu tarjeta, permites que {business} efectúe cargos en ella por pagos futuros conforme a sus condiciones.',
  merchant: 'este comercio',
};

const ar: FrameTexts = {
  ...challenge,
  title: 'إطار إدخال الدفع الآمن',
  card: 'بطاقة',
  number: 'رقم البطاقة',
  expiry: 'تاريخ انتهاء الصلاحية',
  expiryPlaceholder: 'MM / YY',
  cvc: 'رمز الأمان',
  cvcPlaceholder: 'CVC',
  country: 'البلد',
  postalCode: 'الرمز البريدي',
  zip: 'الرمز البريدي',
  faults: {
    incomplete_number: 'رقم بطاقتك غير مكتمل.',
    incorrect_number: 'رقم بطاقتك غير صالح.',
    incomplete_expiry: 'تاريخ انتهاء صلاحية بطاقتك غير مكتمل.',
    invalid_expiry_month_past: 'انتهت صلاحية بطاقتك.',
    invalid_expiry_year_past: 'سنة انتهاء صلاحية بطاقتك قد مضت.',
    incomplete_cvc: 'رمز أمان بطاقتك غير مكتمل.',
    incomplete_zip: 'الرمز البريدي غير مكتمل.',
    incomplete_payment_details: 'يرجى إكمال تفاصيل الدفع.',
  },
  mandate: 'بتقديم معلومات بطاقتك، فإنك تسمح لـ {business} بالخصم من بطاقتك للمدفوعات المستقبلية وفقًا لشروطها.',
  merchant: 'هذا التاجر',
};

const texts: Readonly<Record<string, FrameTexts>> = { en, fr, de, es, ar };

/** The languages that Stripe.js takes; any other is warned of (stripe-js 10.2, `StripeElementLocale`). */
const locales =
  'auto ar bg cs da de el en en-AU en-CA en-NZ en-GB es es-ES es-419 et fi fil fr fr-CA fr-FR he hu hr id it it-IT ja ko lt lv ms mt nb nl no pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW'.split(
    ' ',
  );

export function isLocale(locale: string): locale is StripeElementLocale {
  return locales.includes(locale);
}

/** The language of the frames: the one asked for, or the browser's; English where there are no words for it here. */
export function frameTexts(locale: string): { language: string; direction: 'ltr' | 'rtl'; texts: FrameTexts } {
  const wanted = locale === 'auto' ? browserLanguage() : locale;
  const parent = wanted.split('-')[0] ?? 'en';
  const found = texts[parent];
  if (!found) return { language: 'en', direction: 'ltr', texts: en };
  return { language: wanted, direction: parent === 'ar' ? 'rtl' : 'ltr', texts: found };
}

/** The browser's own language. Chromium under a POSIX locale says `en-US@posix`, which `Intl` refuses. */
export function browserLanguage(): string {
  return navigator.language.split('@')[0] || 'en';
}
