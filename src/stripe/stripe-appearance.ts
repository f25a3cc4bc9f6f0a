import { adoptStyles, css, unsafeCSS } from 'lit';
import { theme } from '../ui/theme.ts';
import type { Appearance } from './stripe.ts';

/** What a colour is called here, and the custom property or system colour that holds it. */
const sources = {
  accent: 'var(--_accent)',
  onAccent: 'var(--_on-accent)',
  surface: 'var(--_surface)',
  text: 'var(--_text)',
  muted: 'var(--_muted)',
  border: 'var(--_border)',
  danger: 'var(--_danger)',
  success: 'var(--_success)',
  warning: 'var(--_warning)',
  focus: 'var(--_focus)',
  canvas: 'Canvas',
};
type ColorName = keyof typeof sources;
const colorNames = Object.keys(sources) as ColorName[];

/**
 * Reads the tokens where an element stands. Stripe's frame knows none of the page's custom properties and may not know `oklch()` or
 * `light-dark()`, so every colour goes through `color-mix(in srgb)`, of which the computed value is always `color(srgb r g b / a)`.
 */
const probeStyles = css`
  :host {
    display: none;
    forced-color-adjust: none;
  }
  i {
    border-top-left-radius: var(--_radius);
  }
  ${unsafeCSS(
    colorNames
      .map((name) => `[data-color=${name}] { color: color-mix(in srgb, ${sources[name]}, ${sources[name]}); }`)
      .join('\n'),
  )}
`;

/** Red, green and blue from 0 to 255, alpha from 0 to 1. */
type Color = readonly [red: number, green: number, blue: number, alpha: number];

interface Tokens {
  color: Record<ColorName, Color>;
  radius: string;
  font: string;
  fontSize: number;
}

/** Stripe's Appearance from the tokens as they stand at this element, every colour as plain, opaque `rgb()`. */
export function appearanceFrom(element: HTMLElement): Appearance {
  const { color, radius, font, fontSize } = readTokens(element);
  const surface = over(color.surface, color.canvas);
  const rgb = (name: ColorName) => text(over(color[name], surface));
  const focus = rgb('focus');
  return {
    theme: luminance(surface) < 0.2 ? 'night' : 'stripe',
    labels: 'above',
    disableAnimations: matchMedia('(prefers-reduced-motion: reduce)').matches,
    variables: {
      colorPrimary: rgb('accent'),
      accessibleColorOnColorPrimary: rgb('onAccent'),
      colorBackground: text(surface),
      colorText: rgb('text'),
      colorTextSecondary: rgb('muted'),
      colorTextPlaceholder: rgb('muted'),
      colorDanger: rgb('danger'),
      colorSuccess: rgb('success'),
      colorWarning: rgb('warning'),
      iconColor: rgb('muted'),
      inputColorBorder: rgb('border'),
      inputBoxShadow: 'none',
      inputFocusColorBorder: focus,
      inputFocusBoxShadow: `0 0 0 1px ${focus}`,
      focusBoxShadow: 'none',
      focusOutline: `2px solid ${focus}`,
      borderRadius: radius,
      fontFamily: font,
      // Below 16 px a phone zooms into the field.
      fontSizeBase: `${Math.max(16, fontSize)}px`,
    },
  };
}

/**
 * Calls back, at most once a frame, when the appearance at this element has changed: by the system's settings, or by an attribute
 * (class, style, data-theme, whatever the host's theme hangs on) of the element or anything around it, through shadow roots. A moved
 * element is watched anew. Returns what ends the watch.
 */
export function watchTheme(element: HTMLElement, callback: (appearance: Appearance) => void): () => void {
  let seen = JSON.stringify(appearanceFrom(element));
  let frame = 0;
  const look = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      const appearance = appearanceFrom(element);
      const now = JSON.stringify(appearance);
      if (now === seen) return;
      seen = now;
      callback(appearance);
    });
  };

  const ended = new AbortController();
  for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-reduced-motion: reduce)']) {
    matchMedia(query).addEventListener('change', look, { signal: ended.signal });
  }
  const observer = new MutationObserver(look);
  for (const ancestor of withAncestors(element)) observer.observe(ancestor, { attributes: true });
  return () => {
    ended.abort();
    observer.disconnect();
    cancelAnimationFrame(frame);
  };
}

function* withAncestors(element: Element): Generator<Element> {
  for (let at: Element | null = element; at; at = around(at)) yield at;
}

/** What an element inherits from: the slot it is shown in, its parent, or the host of its shadow root. */
function around(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

function readTokens(element: HTMLElement): Tokens {
  const probe = element.ownerDocument.createElement('span');
  const root = probe.attachShadow({ mode: 'open' });
  adoptStyles(root, [theme, probeStyles]);
  const marks = colorNames.map((name) => {
    const mark = element.ownerDocument.createElement('i');
    mark.dataset['color'] = name;
    return mark;
  });
  root.append(...marks);
  (element.shadowRoot ?? element).append(probe);
  try {
    const colors = marks.map((mark) => [mark.dataset['color'], parse(getComputedStyle(mark).color)] as const);
    const radius = marks[0] ? getComputedStyle(marks[0]).borderTopLeftRadius : '0px';
    const { fontFamily, fontSize } = getComputedStyle(probe);
    return {
      color: Object.fromEntries(colors) as Tokens['color'],
      radius,
      font: fontFamily,
      fontSize: Number.parseFloat(fontSize),
    };
  } finally {
    probe.remove();
  }
}

/** Reads `color(srgb 0.1 0.2 none / 0.5)`, and `rgb(…)`, which a browser may still write for a legacy colour. */
function parse(computed: string): Color {
  const scale = computed.startsWith('color(') ? 255 : 1;
  const [red, green, blue, alpha = 1] = (
    computed.replace(/^color\(srgb/, '').match(/none|-?[\d.]+(?:e-?\d+)?/g) ?? []
  ).map((part) => (part === 'none' ? 0 : Number(part)));
  const channel = (value = 0) => Math.round(Math.min(255, Math.max(0, value * scale)));
  return [channel(red), channel(green), channel(blue), alpha];
}

function over(front: Color, back: Color): Color {
  const alpha = front[3];
  const mix = (index: 0 | 1 | 2) => Math.round(front[index] * alpha + back[index] * (1 - alpha));
  return [mix(0), mix(1), mix(2), 1];
}

function text([red, green, blue]: Color): string {
  return `rgb(${red}, ${green}, ${blue})`;
}

/** Relative luminance (WCAG 2.2), from 0 to 1. */
function luminance([red, green, blue]: Color): number {
  const linear = (value: number) => (value <= 10.31 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
