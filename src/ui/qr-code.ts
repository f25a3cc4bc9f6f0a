import { html, svg, type TemplateResult } from 'lit';
import { encode } from 'uqr';

/** An address to be scanned: dark on light whatever the theme, with the quiet zone that scanners want. */
export function qrCode(address: string, name: string): TemplateResult {
  const { data, size } = encode(address, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return html`<svg class="qr" role="img" aria-label=${name} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
    ${svg`<rect width=${size} height=${size} fill="#fff" /><path d=${path} fill="#000" />`}
  </svg>`;
}
