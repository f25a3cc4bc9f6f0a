import type { CSSResult } from 'lit';
import { linkActionsStyles } from './link-actions.ts';
import { linkFormStyles } from './link-form.ts';
import { linkPreviewStyles } from './link-preview.ts';
import { openLinksStyles } from './open-links.ts';
import { panelStyles } from './panel-styles.ts';

/** Everything that is shown inside the charge dialog once it has to do with payment links, in the order in which later rules win. */
export const linkStyles: CSSResult[] = [
  ...panelStyles,
  linkFormStyles,
  linkPreviewStyles,
  linkActionsStyles,
  openLinksStyles,
];
