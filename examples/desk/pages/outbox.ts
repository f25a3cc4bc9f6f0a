import { html, render } from 'lit';
import { Live } from 'paydesk';
import { deskJson, failure, moment, page, readDesk, type DeskInfo } from './frame.ts';

interface Message {
  id: string;
  kind: 'mail' | 'sms';
  from: string | null;
  to: string;
  subject: string | null;
  text: string;
  at: string;
  state: string;
}

const words: Record<string, string> = {
  sent: 'Sent',
  delivered: 'Delivered',
  bounced: 'Came back',
  failed: 'Failed',
  refused: 'Refused',
};

const app = document.querySelector<HTMLElement>('#app') ?? document.body;
const opened = /^\/outbox\/(.+)$/.exec(location.pathname)?.[1];
const openedId = opened === undefined ? null : decodeURIComponent(opened);

let desk: DeskInfo | undefined;
let seen: Message[] | undefined;

const live = new Live<Message[]>({
  async read({ signal }) {
    desk ??= await readDesk();
    const messages = await deskJson<Message[]>('/outbox.json', signal);
    return JSON.stringify(messages) === JSON.stringify(seen) && seen ? seen : messages;
  },
  // Mail may come at any time.
  waits: () => true,
  onChange(messages) {
    seen = messages;
    show(messages);
  },
  onError(error) {
    if (!seen) render(failure(error), app);
  },
});

function show(messages: Message[]): void {
  if (!desk) return;
  const message = messages.find(({ id }) => id === openedId);
  document.title = `${message?.subject ?? 'Outbox'} · ${desk.merchant.name}`;
  render(page(desk, message ? reading(message) : list(messages), null), app);
}

function list(messages: Message[]): unknown {
  return html`<section class="card">
    <h1>Outbox</h1>
    <p class="muted">Mails and text messages as they were received. Nothing leaves this machine.</p>
    ${
      messages.length === 0
        ? html`<p>Nothing was sent yet.</p>`
        : html`<table>
            <thead>
              <tr>
                <th scope="col">Message</th>
                <th scope="col" class="when">When</th>
              </tr>
            </thead>
            <tbody>
              ${messages.map(row)}
            </tbody>
          </table>`
    }
  </section>`;
}

function row({ id, subject, text, to, at, state }: Message): unknown {
  return html`<tr>
    <td>
      <a href="/outbox/${encodeURIComponent(id)}"><bdi>${subject ?? `SMS: ${text.slice(0, 60)}…`}</bdi></a><br />
      <span class="muted">${to}</span>
      <span class="state" data-status=${state}>${words[state] ?? state}</span>
    </td>
    <td class="when">${moment(at)}</td>
  </tr>`;
}

function reading({ id, kind, from, to, subject, text, at, state }: Message): unknown {
  return html`<p><a href="/outbox">All messages</a></p>
    <section class="card" aria-labelledby="subject">
      <h1 id="subject"><bdi>${subject ?? 'Text message'}</bdi></h1>
      <dl class="facts">
        ${from === null ? null : html`<dt>From</dt><dd>${from}</dd>`}
        <dt>To</dt>
        <dd>${to}</dd>
        <dt>When</dt>
        <dd>${moment(at)}</dd>
        <dt>State</dt>
        <dd><span class="state" data-status=${state}>${words[state] ?? state}</span></dd>
      </dl>
    </section>
    ${
      kind === 'mail'
        ? html`<section class="card" aria-label="Mail">
              <iframe
                class="mail"
                title="Mail as received"
                sandbox="allow-popups allow-popups-to-escape-sandbox"
                src="/outbox/${encodeURIComponent(id)}/mail.html"
              ></iframe>
            </section>
            <section class="card" aria-labelledby="plain">
              <h2 id="plain">Plain text</h2>
              <pre>${text}</pre>
            </section>`
        : html`<section class="card" aria-label="Text message"><pre>${withLinks(text)}</pre></section>`
    }`;
}

/** A telephone makes addresses in a message pressable. */
function withLinks(text: string): unknown {
  return text
    .split(/(https?:\/\/\S+)/)
    .map((part, index) => (index % 2 ? html`<a href=${part} target="_blank" rel="noopener">${part}</a>` : part));
}

live.start();
