import type { MessageText } from './text.ts';

export const fr: MessageText = {
  direction: 'ltr',
  common: {
    testMode: 'Mode test\u00a0: aucun argent réel n’est transféré.',
    testSms: '[Test] ',
    total: 'Total',
    separator: ' · ',
    colon: '\u00a0: ',
    questions: (merchant, contact) => `Des questions\u00a0? Joignez ${merchant}\u00a0: ${contact}`,
    noContact: (merchant) => `Des questions\u00a0? Joignez ${merchant}.`,
  },
  link: {
    subject: (merchant, amount) => `Demande de paiement de ${merchant}\u00a0: ${amount}`,
    preheader: (amount, until) => `${amount}, à payer par carte jusqu’au ${until}. Aucune connexion n’est nécessaire.`,
    label: 'Demande de paiement',
    greeting: (customer) => `Bonjour ${customer},`,
    ask: (merchant, amount) => `${merchant} vous demande de payer ${amount}.`,
    renewed: (merchant, amount) =>
      `Vous avez demandé un nouveau lien de paiement. ${merchant} vous demande de payer ${amount}\u00a0; le lien précédent ne fonctionne plus.`,
    approve: (merchant, amount, card) =>
      `${merchant} vous demande de payer ${amount}. Votre banque souhaite que vous approuviez ce paiement\u00a0: le lien vous permet de le faire pour votre carte ${card}, ou de payer avec une autre carte.`,
    until: (time) => `Valable jusqu’au ${time}`,
    button: 'Effectuer le paiement',
    noLogin:
      'Aucune connexion n’est nécessaire\u00a0: le lien ouvre une page de paiement sécurisée qui vous est réservée.',
    note: (merchant) => `Un mot de ${merchant}`,
    items: 'Détail',
    copy: 'Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur\u00a0:',
    sms: (merchant, amount) => `${merchant} vous demande de payer ${amount}\u00a0:`,
  },
  receipt: {
    subject: (merchant, amount) => `Reçu de ${merchant}\u00a0: ${amount}`,
    preheader: (amount, date) => `${amount} payés le ${date}.`,
    label: 'Reçu',
    greeting: (customer) => `Bonjour ${customer},`,
    paidOn: (date) => `Payé le ${date}`,
    thanks: (merchant, amount) => `Merci. ${merchant} a bien reçu votre paiement de ${amount}.`,
    items: 'Détail',
    tip: 'Pourboire',
    paid: 'Montant payé',
    card: 'Carte',
    date: 'Date',
    reference: 'Référence du paiement',
    button: 'Voir la confirmation',
    copy: 'Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur\u00a0:',
  },
  notice: {
    paid: {
      subject: (customer, amount) => `${customer} a payé ${amount}`,
      label: 'Lien de paiement payé',
      said: (customer, amount) => `${customer} a payé ${amount} par lien de paiement.`,
    },
    locked: {
      subject: (customer) => `Le lien de paiement de ${customer} est verrouillé`,
      label: 'Lien de paiement verrouillé',
      said: (customer, amount, declines) =>
        `${declines} ${declines < 2 ? 'carte a été refusée' : 'cartes ont été refusées'} sur le lien de paiement de ${customer} (${amount}). Il a été verrouillé et rien n’a été débité.`,
      next: 'Joignez le client si cela vous surprend. Pour lui permettre de réessayer, annulez le lien et envoyez-en un nouveau.',
    },
    undelivered: {
      subject: (customer) => `Le lien de paiement destiné à ${customer} n’a pas été remis`,
      label: 'Lien de paiement non remis',
      said: (customer, amount, to) =>
        `Le message contenant le lien de paiement destiné à ${customer} (${amount}) n’a pas pu être remis à ${to}.`,
      next: 'Vérifiez l’adresse, puis envoyez un nouveau lien, ou copiez le lien et transmettez-le autrement.',
    },
    customer: 'Client',
    sentTo: 'Envoyé à',
    why: 'Vous recevez ce message parce que les avis de ce genre vous sont destinés. Les paramètres de paiement fixent à qui ils sont envoyés, et s’ils le sont.',
  },
  card: {
    named: (brand, last4) => `${brand} ••••\u00a0${last4}`,
    unknownBrand: 'Carte',
  },
};
