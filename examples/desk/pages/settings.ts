import { html, nothing, render } from 'lit';
import { createStaffBackend, PaymentError, type NoticeEvent, type Settings } from 'paydesk';
import { failure, page, readDesk, type DeskInfo } from './frame.ts';
import { changeOf, faultsOf, formOf, noticeEvents, type SettingsFaults, type SettingsForm } from './settings-form.ts';

const notices: Record<NoticeEvent, string> = {
  link_paid: 'A payment link is paid',
  link_locked: 'A payment link is locked after several declined cards',
  link_undelivered: 'A message with a payment link could not be delivered',
};

const app = document.querySelector<HTMLElement>('#app') ?? document.body;
const backend = createStaffBackend({ baseUrl: '/paydesk' });

let desk: DeskInfo;
let saved: Settings;
let form: SettingsForm;
let faults: SettingsFaults = new Map();
let saving = false;
let outcome: { good: boolean; words: string } | null = null;

function show(): void {
  render(page(desk, settings(), null), app);
}

function settings(): unknown {
  return html`<form class="settings" novalidate aria-busy=${saving ? 'true' : 'false'} @submit=${save}>
    <section class="card">
      <h1>Settings</h1>
      <fieldset>
        <legend>Notices by mail</legend>
        ${noticeEvents.map(notice)}
      </fieldset>
    </section>
    <section class="card">
      <h2>Payment links</h2>
      ${field({
        id: 'lifetime',
        label: 'A payment link lasts (days)',
        hint: 'Where staff choose nothing else. Links that were sent keep their date.',
        value: form.lifetime,
        write: (value) => (form.lifetime = value),
        numeric: true,
      })}
      ${field({
        id: 'tips',
        label: 'Tips offered to payers (percent)',
        hint: 'Up to four, such as 10, 15, 20. Leave this empty to take no tips.',
        value: form.tips,
        write: (value) => (form.tips = value),
        numeric: false,
      })}
    </section>
    <div class="save">
      <button class="main" type="submit" aria-disabled=${saving ? 'true' : 'false'}>
        ${saving ? 'Saving…' : 'Save'}
      </button>
      <p role="status" class=${outcome?.good === false ? 'fault' : ''}>${outcome?.words}</p>
    </div>
  </form>`;
}

function notice(event: NoticeEvent): unknown {
  const its = form.notices[event];
  return html`<div class="notice">
    <label class="switch">
      <input
        type="checkbox"
        name=${event}
        .checked=${its.on}
        @change=${(change: Event) => {
          its.on = (change.target as HTMLInputElement).checked;
          changed(event);
        }}
      />
      <span>${notices[event]}</span>
    </label>
    ${field({
      id: event,
      label: 'Told to',
      hint: 'Addresses, separated by commas.',
      value: its.recipients,
      write: (value) => (its.recipients = value),
      numeric: false,
      about: notices[event],
    })}
  </div>`;
}

interface Field {
  id: string;
  label: string;
  hint: string;
  value: string;
  write: (value: string) => void;
  numeric: boolean;
  /** What the field is about, for who doesn't see what stands above it. */
  about?: string;
}

function field({ id, label, hint, value, write, numeric, about }: Field): unknown {
  const fault = faults.get(id);
  return html`<div class="field">
    <label for=${id}>${label}${about ? html`<span class="unseen">: ${about}</span>` : nothing}</label>
    <input
      type="text"
      id=${id}
      class=${numeric ? 'short' : ''}
      inputmode=${numeric ? 'numeric' : nothing}
      autocomplete="off"
      spellcheck="false"
      aria-invalid=${fault ? 'true' : 'false'}
      aria-describedby="${id}-hint ${id}-fault"
      .value=${value}
      @input=${(input: Event) => {
        write((input.target as HTMLInputElement).value);
        changed(id);
      }}
    />
    <p class="muted" id="${id}-hint">${hint}</p>
    <p class="fault" id="${id}-fault">${fault}</p>
  </div>`;
}

/** What was wrong or saved before is no longer what stands there. */
function changed(id: string): void {
  faults = new Map([...faults].filter(([field]) => field !== id));
  outcome = null;
  show();
}

async function save(event: Event): Promise<void> {
  event.preventDefault();
  if (saving) return;
  faults = faultsOf(form);
  outcome = faults.size > 0 ? { good: false, words: 'Not saved: something needs to be corrected first.' } : null;
  show();
  if (faults.size > 0) {
    document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    return;
  }
  const sent = JSON.stringify(form);
  saving = true;
  show();
  try {
    saved = await backend.changeSettings(changeOf(form, saved));
    // What was typed meanwhile stays.
    if (JSON.stringify(form) === sent) form = formOf(saved);
    outcome = { good: true, words: 'Saved.' };
  } catch (error) {
    outcome = { good: false, words: `${why(error)} What you typed is still here.` };
  }
  saving = false;
  show();
}

function why(error: unknown): string {
  switch (error instanceof PaymentError ? error.code : null) {
    case 'forbidden':
      return 'Not saved: you don’t have permission to change settings.';
    case 'unauthorized':
      return 'Not saved: you are signed out. Open this page again in another tab to sign in, then save.';
    case 'invalid_request':
      return 'Not saved: the backend does not take one of these values.';
    case 'network':
    case 'timeout':
    case 'unreadable':
      return 'No answer came, so it may not be saved. Check the connection and save again.';
    default:
      return 'Not saved: the backend is not available right now. Try again in a moment.';
  }
}

try {
  [desk, saved] = await Promise.all([readDesk(), backend.settings()]);
  form = formOf(saved);
  document.title = `Settings · ${desk.merchant.name}`;
  show();
} catch (error) {
  render(failure(error), app);
}
