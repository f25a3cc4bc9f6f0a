import type { Appearance } from '@stripe/stripe-js';
import { complain, IntegrationError, warn } from './errors.ts';

/** The appearance as the frame applies it; what Stripe.js refuses is left out, and told on the console. */
export interface ResolvedAppearance {
  variables: Record<string, string>;
  styleSheet: string;
}

const common = {
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontLineHeight: '1.4',
  fontSizeBase: '16px',
  fontSizeSm: '0.93rem',
  fontWeightNormal: '400',
  fontWeightMedium: '500',
  spacingUnit: '4px',
  gridRowSpacing: '12px',
  gridColumnSpacing: '12px',
  borderRadius: '5px',
  colorPrimary: '#0570de',
  colorBackground: '#ffffff',
  colorText: '#30313d',
  colorTextSecondary: '#6d6e78',
  colorTextPlaceholder: '#757680',
  colorDanger: '#df1b41',
  inputColorBorder: '#e6e6e6',
  inputFocusColorBorder: 'var(--colorPrimary)',
  inputBoxShadow: '0 1px 1px rgba(0, 0, 0, 0.03)',
  inputFocusBoxShadow: '0 0 0 3px rgba(5, 112, 222, 0.25)',
  labelColorText: 'var(--colorText)',
  labelFontSize: '0.93rem',
  labelFontWeight: 'var(--fontWeightNormal)',
  labelSpacing: '4px',
};

const themes: Readonly<Record<string, Record<string, string>>> = {
  stripe: common,
  night: {
    ...common,
    colorPrimary: '#85d996',
    colorBackground: '#30313d',
    colorText: '#ffffff',
    colorTextSecondary: '#a4a5af',
    colorTextPlaceholder: '#a4a5af',
    colorDanger: '#fe87a1',
    inputColorBorder: '#424353',
  },
  flat: { ...common, colorBackground: '#f1f1f1', inputColorBorder: 'transparent', inputBoxShadow: 'none' },
};

/** Shows which appearance Stripe.js accepts: it names what it refuses on the console and goes on without (facts §1.7). */
export function resolveAppearance(appearance: Appearance = {}, caller = 'elements()'): ResolvedAppearance {
  const theme = appearance.theme ?? 'stripe';
  const base = themes[theme];
  if (!base) {
    throw new IntegrationError(
      `Invalid value for ${caller}: appearance.theme must be one of the following strings: stripe, night, flat. You specified: ${theme}.`,
    );
  }
  for (const key of Object.keys(appearance)) {
    if (!optionNames.has(key))
      warn(`Unrecognized ${caller} parameter: appearance.${key} is not a recognized parameter.`);
  }
  const variables = { ...base };
  for (const [name, value] of Object.entries(appearance.variables ?? {})) {
    if (!isVariable(name)) complain(`${caller}: "${name}" is not a supported appearance variable.`);
    else if (!isSupportedValue(name, value))
      complain(`${caller}: "${value}" is not a supported value for the appearance variable "${name}".`);
    else variables[name] = value;
  }
  return { variables, styleSheet: ruleSheet(appearance.rules ?? {}, caller) };
}

function isSupportedValue(name: string, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  // The frame knows Appearance variables only, none of the page's.
  for (const [, used = ''] of value.matchAll(/var\(\s*--([\w-]+)/g)) if (!isVariable(used)) return false;
  const isColor = /color/i.test(name) && !/shadow/i.test(name);
  return !isColor || /^(#[\da-f]{3,8}|(rgb|hsl)a?\(.*\)|var\(--\w+\)|[a-z]+)$/i.test(value.trim());
}

function ruleSheet(rules: Record<string, Record<string, string>>, caller: string): string {
  let sheet = '';
  for (const [selector, declarations] of Object.entries(rules)) {
    const [, name = ''] = /^\.([A-Za-z]+)(?:--[a-zA-Z]+)*(?:::?[a-z-]+)*$/.exec(selector) ?? [];
    if (!ruleClasses.has(name)) {
      complain(`${caller}: "${selector}" is not a supported class for appearance.rules.`);
      continue;
    }
    for (const [property, value] of Object.entries(declarations)) {
      if (!isRuleProperty(property))
        complain(`${caller}: "${property}" is not a supported property for "${selector}".`);
      else if (/[{};]/.test(value)) complain(`${caller}: "${value}" is not a supported value for "${property}".`);
      else sheet += `${selector}{${hyphenated(property)}:${value}}\n`;
    }
  }
  return sheet;
}

function hyphenated(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function isRuleProperty(property: string): boolean {
  return ruleProperties.test(property);
}

function isVariable(name: string): boolean {
  return variableNames.has(name);
}

const words = (text: string): Set<string> => new Set(text.trim().split(/\s+/));

const optionNames = words('theme variables rules labels inputs disableAnimations');

// stripe-js 10.2, `Appearance`; the deprecated ones are still taken.
const variableNames = words(`
  fontFamily fontSmooth fontVariantLigatures fontVariationSettings fontLineHeight fontSizeBase fontSizeSm fontSizeXs fontSize2Xs fontSize3Xs
  fontSizeLg fontSizeXl fontWeightLight fontWeightNormal fontWeightMedium fontWeightBold spacingUnit gridRowSpacing gridColumnSpacing
  tabSpacing accordionItemSpacing spacingGridRow spacingGridColumn spacingTab spacingAccordionItem accordionItemLabelColorText
  accordionItemLabelFontSize accordionItemLabelFontWeight accordionItemLabelSelectedColorText accordionItemLabelSelectedFontWeight
  accordionItemTriggerColor accordionItemTriggerSelectedColor accordionItemTriggerHoverColor colorPrimary colorBackground colorText
  colorSuccess colorDanger colorWarning buttonBoxShadow buttonColorBackground buttonColorText buttonFontSize buttonFontWeight buttonPadding
  colorTextSecondary colorTextPlaceholder accessibleColorOnColorPrimary accessibleColorOnColorBackground accessibleColorOnColorSuccess
  accessibleColorOnColorDanger accessibleColorOnColorWarning colorPrimaryText colorBackgroundText colorSuccessText colorDangerText
  colorWarningText iconColor iconHoverColor iconCardErrorColor iconCardCvcColor iconCardCvcErrorColor iconCheckmarkColor
  iconChevronDownColor iconChevronDownHoverColor iconCloseColor iconCloseHoverColor iconLoadingIndicatorColor iconMenuColor
  iconMenuHoverColor iconPasscodeDeviceColor iconPasscodeDeviceHoverColor iconPasscodeDeviceNotificationColor iconRedirectColor colorIcon
  colorIconHover colorIconCardError colorIconCardCvc colorIconCardCvcError colorIconCheckmark colorIconChevronDown colorIconChevronDownHover
  colorIconRedirect tabIconColor tabIconHoverColor tabIconSelectedColor tabIconMoreColor tabIconMoreHoverColor colorIconTab colorIconTabHover
  colorIconTabSelected colorIconTabMore colorIconTabMoreHover logoColor tabLogoColor tabLogoSelectedColor blockLogoColor colorLogo
  colorLogoTab colorLogoTabSelected colorLogoBlock focusBoxShadow focusOutline inputBoxShadow inputColorBorder inputFocusBoxShadow
  inputFocusColorBorder labelColorText labelFontSize labelFontWeight labelSpacing buttonBorderRadius buttonExpressCheckoutBorderRadius
  borderRadius`);

// https://docs.stripe.com/elements/appearance-api#rules
const ruleClasses = words(`
  AccordionItem Action Block BlockAction BlockDivider CheckboxInput CheckboxLabel CheckIcon CodeInput Dropdown DropdownItem Error Input
  InputCloseIcon InputDivider Label Link MenuAction MenuIcon PickerAction PickerItem RadioIcon RadioIconInner RadioIconOuter RedirectText
  SecondaryLink Switch SwitchControl Tab TabIcon TabLabel TermsLink TermsText Text TextSuccess`);

const ruleProperties =
  /^(background|backgroundColor|border|border(Top|Right|Bottom|Left)?(Color|Style|Width)?|border(TopLeft|TopRight|BottomLeft|BottomRight)?Radius|boxShadow|color|fill|fillOpacity|fontFamily|fontSize|fontVariant|fontWeight|letterSpacing|lineHeight|margin(Top|Right|Bottom|Left)?|opacity|outline|outlineColor|outlineOffset|outlineStyle|outlineWidth|padding(Top|Right|Bottom|Left)?|stroke|strokeWidth|textDecoration|textShadow|textTransform|transition|webkitTextFillColor)$/;
