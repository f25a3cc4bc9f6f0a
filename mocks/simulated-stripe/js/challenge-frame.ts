import type { ChallengeOutcome, ConnectToPage, FromChallengeFrame, ToChallengeFrame } from './messages.ts';

/** The bank's page. Runs inside its frame, as text: nothing outside the function may be named. */
export function challengeFrame(connect: ConnectToPage): void {
  const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;
  const send = connect<FromChallengeFrame, ToChallengeFrame>((message) => {
    document.documentElement.lang = message.language;
    document.documentElement.dir = message.direction;
    document.title = message.texts.challengeTitle;
    byId('title').textContent = message.texts.challengeTitle;
    byId('explanation').textContent = message.texts.challengeText;
    byId('test-source-authorize-3ds').textContent = message.texts.complete;
    byId('test-source-fail-3ds').textContent = message.texts.fail;
    byId('cancel').textContent = message.texts.cancel;
    byId('challenge').hidden = false;
    byId('title').focus();
  });
  const outcomes: [string, ChallengeOutcome][] = [
    ['test-source-authorize-3ds', 'pass'],
    ['test-source-fail-3ds', 'fail'],
    ['cancel', 'cancel'],
  ];
  for (const [id, outcome] of outcomes) byId(id).addEventListener('click', () => send({ type: 'outcome', outcome }));
}
