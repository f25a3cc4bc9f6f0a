import type { ChallengeOutcome, FromChallengeFrame, ToChallengeFrame } from './messages.ts';
import { PrivateFrame, setStyles } from './private-frame.ts';
import { frameTexts } from './texts.ts';

/** Says that another challenge took this one's place. */
export type ChallengeEnd = ChallengeOutcome | 'displaced';

// The page has room for one challenge: another takes its place (akash-network/console PR #3503).
let displaceCurrent: (() => void) | null = null;

/**
 * Puts the bank's page over everything, as Stripe.js does: on `<body>`, not in the top layer. Under a modal `<dialog>` it can be seen but
 * not reached (stripe-js #599). Moving it empties it for good (recurly-js #876). It stays until the bank has taken the answer.
 */
export function showChallenge(
  frameOrigin: string | null,
  locale: string,
  take: (outcome: ChallengeOutcome) => Promise<void>,
): Promise<ChallengeEnd> {
  displaceCurrent?.();
  return new Promise((resolve) => {
    const overlay = document.createElement('div');
    overlay.setAttribute('tabindex', '-1');
    setStyles(overlay, {
      position: 'fixed',
      inset: '0',
      'z-index': '2147483647',
      border: 'none',
      'background-color': 'transparent',
    });

    let shown = false;
    const frame = new PrivateFrame<ToChallengeFrame, FromChallengeFrame>(
      '/frame/challenge',
      '__privateStripeFrame',
      '3D Secure authentication challenge frame',
      frameOrigin,
      (message) => {
        if (message.type === 'outcome') void take(message.outcome).then(() => end(message.outcome));
        else if (!shown) {
          shown = true;
          frame.send({ type: 'challenge', ...frameTexts(locale) });
          frame.iframe.focus();
        }
      },
    );
    setStyles(frame.iframe, { position: 'absolute', inset: '0', width: '100%', height: '100%', border: 'none' });
    // In a dark page a browser paints a light document's transparent background white.
    setStyles(frame.iframe, { 'color-scheme': 'light only' });
    overlay.append(frame.iframe);
    document.body.append(overlay);

    const displace = (): void => end('displaced');
    displaceCurrent = displace;

    function end(how: ChallengeEnd): void {
      if (displaceCurrent === displace) displaceCurrent = null;
      frame.remove();
      overlay.remove();
      resolve(how);
    }
  });
}
