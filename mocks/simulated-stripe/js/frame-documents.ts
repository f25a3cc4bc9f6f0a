import { brandOf, cvcLength, passesLuhn } from '../cards.ts';
import { cardRules } from './card-rules.ts';
import { challengeFrame } from './challenge-frame.ts';
import { connectToPage } from './connect-to-page.ts';
import { paymentFrame } from './payment-frame.ts';

export type FramePath = (typeof framePaths)[number];

/** Under these paths of `frameOrigin` a server answers with `frameDocument(path)`. */
export const framePaths = ['/frame/payment-element', '/frame/challenge', '/frame/controller'] as const;

/** The whole HTML document of a frame. It holds inline script and style, so it is served with a policy that allows them. */
export function frameDocument(path: FramePath): string {
  if (path === '/frame/controller') return page('', '', '');
  // The functions travel as text and get each other as arguments: a bundler may rename what is outside of them.
  if (path === '/frame/challenge') return page(challengeStyle, challengeBody, `(${challengeFrame})(${connectToPage})`);
  const tools = `{brandOf:${brandOf},cvcLength:${cvcLength},passesLuhn:${passesLuhn}}`;
  return page(paymentStyle, paymentBody, `(${paymentFrame})(${connectToPage},(${cardRules})(${tools}))`);
}

function page(style: string, body: string, script: string): string {
  // `__name` is what esbuild's `keepNames` calls inside of functions.
  const code = script && `<script>var __name=function(f){return f};${script.replaceAll('</', '<\\/')}</script>`;
  return `<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title></title><style>${style}</style></head><body>${body}${code}</body></html>`;
}

function field(name: string, control: string): string {
  const id = `payment-${name}`;
  return `<div class="Field" id="field-${name}"><label class="Label" id="${id}Label" for="${id}Input"></label>${control}<p class="Error" id="${id}Error" role="alert" hidden></p></div>`;
}

function text(name: string, autocomplete: string, more = ''): string {
  return field(
    name,
    `<input class="Input" id="payment-${name}Input" name="${name}" type="text" inputmode="numeric" autocomplete="${autocomplete}" aria-required="true" aria-invalid="false" aria-describedby="payment-${name}Error" autocorrect="off" spellcheck="false" dir="ltr" ${more}>`,
  );
}

const paymentBody = `<div id="root"><button type="button" class="AccordionItem AccordionItem--selected" id="method" aria-controls="fields" aria-expanded="true" hidden></button><div id="fields">${text(
  'number',
  'billing cc-number',
  'placeholder="1234 1234 1234 1234"',
)}${text('expiry', 'billing cc-exp')}${text('cvc', 'billing cc-csc')}${field(
  'country',
  '<select class="Input" id="payment-countryInput" name="country" autocomplete="billing country"></select>',
)}${text('postalCode', 'billing postal-code')}<p class="TermsText" id="terms" hidden></p></div></div>`;

const paymentStyle = `*{box-sizing:border-box}[hidden]{display:none!important}
body{margin:0;padding:4px;background:transparent;color:var(--colorText);font:var(--fontWeightNormal) var(--fontSizeBase)/var(--fontLineHeight) var(--fontFamily)}
#fields{display:grid;grid-template-columns:1fr 1fr;column-gap:var(--gridColumnSpacing);row-gap:var(--gridRowSpacing)}
#field-number,#terms{grid-column:1/-1}p{margin:0}
.AccordionItem{display:block;width:100%;padding:calc(var(--spacingUnit)*3) 0;border:0;background:none;color:var(--colorText);font:inherit;font-weight:var(--fontWeightMedium);text-align:start}
.AccordionItem--selected{color:var(--colorPrimary)}
.Label{display:block;margin-bottom:var(--labelSpacing);color:var(--labelColorText);font-size:var(--labelFontSize);font-weight:var(--labelFontWeight)}
.Input{display:block;width:100%;min-height:44px;padding:calc(var(--spacingUnit)*3);border:1px solid var(--inputColorBorder);border-radius:var(--borderRadius);background:var(--colorBackground);color:var(--colorText);font:inherit;box-shadow:var(--inputBoxShadow);outline:0}
[dir=rtl] .Input{text-align:right}
.Input::placeholder{color:var(--colorTextPlaceholder)}
.Input:focus{border-color:var(--inputFocusColorBorder);box-shadow:var(--inputFocusBoxShadow)}
.Input--invalid{border-color:var(--colorDanger);color:var(--colorDanger)}
.Error{margin-top:var(--spacingUnit);color:var(--colorDanger);font-size:var(--fontSizeSm)}
.TermsText{color:var(--colorTextSecondary);font-size:var(--fontSizeSm)}
@media(forced-colors:active){.Input:focus{outline:2px solid}}`;

const challengeBody =
  '<main id="challenge" aria-labelledby="title" hidden><h1 id="title" tabindex="-1"></h1><p id="explanation"></p><button type="button" id="test-source-authorize-3ds"></button><button type="button" id="test-source-fail-3ds"></button><button type="button" id="cancel"></button></main>';

const challengeStyle = `*{box-sizing:border-box}[hidden]{display:none!important}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#0006;color:#1a1f36;font:16px/1.5 system-ui,sans-serif}
main{width:min(26rem,100vw);padding:1.5rem;border-radius:8px;background:#fff;box-shadow:0 12px 40px #0006}
h1{margin:0 0 .5rem;font-size:1.125rem}h1:focus{outline:0}p{margin:0 0 1rem}
button{display:block;width:100%;min-height:44px;margin-top:.5rem;border:1px solid #c7cbd8;border-radius:6px;background:#fff;color:inherit;font:inherit;cursor:pointer}
#test-source-authorize-3ds{border-color:#0a5bd3;background:#0a5bd3;color:#fff}button:focus-visible{outline:3px solid #7ab0ff;outline-offset:1px}`;
