// What is live on a page of the console. Everything works without it: it only saves looking again.
import { initAll } from './nhsuk.mjs';

// Its own pages say so in a script within the page, which ours do not allow.
document.body.classList.add('js-enabled', 'nhsuk-frontend-supported');
initAll();

/** Parts in which somebody has begun to write: what they have written is theirs until they send it. */
const begunIn = new Set();
let writes = false;
document.addEventListener('input', ({ target }) => {
  writes = true;
  begunIn.add(target.closest('[data-live]')?.id ?? 'page');
});
// What was not taken is shown with what they wrote, and is theirs too.
if (document.querySelector('.nhsuk-error-summary')) {
  for (const form of document.querySelectorAll('main form')) begunIn.add(form.closest('[data-live]')?.id ?? 'page');
}

/** Whoever writes for long is not signed out over it: unlike what follows, this is a sign of them. */
setInterval(() => {
  if (writes) void fetch('/live/here', { method: 'HEAD' });
  writes = false;
}, 5 * 60_000);

let looks = false;
let changedMeanwhile = false;

/** One look after another: of two at once the older could come in last, and be what stays on the page. */
async function lookAgain() {
  changedMeanwhile = looks;
  if (looks) return;
  looks = true;
  // No connection: what is shown stays, and is looked at again soon.
  await look().catch(() => undefined);
  looks = false;
  if (changedMeanwhile) await lookAgain();
}

/** Names what this page shows; empty: not all that it was shown last. */
let { version = '' } = document.body.dataset;

/** Asks for the page again, which is no sign of its reader, and shows of it what has changed. */
async function look() {
  const headers = { 'X-Asked-By': 'page', ...(version && { 'If-None-Match': `W/"${version}"` }) };
  const response = await fetch(location.href, { headers, redirect: 'manual' });
  if (response.status === 401) return leaveFor('/logout');
  if (response.status === 403 || response.status === 404) return leaveFor(location.href);
  if (response.status !== 200) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  version = page.body.dataset.version;
  for (const part of document.querySelectorAll('[data-live]')) {
    const now = page.getElementById(part.id);
    if (!now || begunIn.has(part.id) || saidIn(part) === saidIn(now)) continue;
    // Nothing moves under a hand that is about to press it.
    if (now.querySelector('form') && part.matches(':hover, :focus-within')) {
      version = '';
      continue;
    }
    const focused = part.contains(document.activeElement) ? document.activeElement.id : '';
    part.replaceWith(now);
    if (focused) document.getElementById(focused)?.focus();
    if (now.dataset.live) announce(now.dataset.live);
  }
  document.title = page.title;
  countDown();
  document.dispatchEvent(new Event('heed:looked-again'));
}

/** The seconds that this page counts by itself are no news; until when it counts them is. */
function saidIn(part) {
  const copy = part.cloneNode(true);
  for (const element of copy.querySelectorAll('[data-due]')) element.textContent = element.dataset.due;
  return copy.textContent;
}

/** What has been written is not thrown away. */
function leaveFor(address) {
  if (begunIn.size === 0) return location.replace(address);
  announce(
    address === '/logout'
      ? 'You are not signed in any more. Send what you have written: it is kept, and goes once you have signed in again.'
      : 'This cannot be sent any more. Copy what you have written, then open the page again.',
  );
  document.getElementById('announcement').classList.remove('nhsuk-u-visually-hidden');
}

function announce(text) {
  document.getElementById('announcement').textContent = text;
}

/** How far the server's clock is ahead of this machine's. */
const aheadMs = Date.parse(document.body.dataset.now) - Date.now();

/** Seconds, in place of the whole minutes that the server wrote. */
function countDown() {
  for (const element of document.querySelectorAll('[data-due]')) {
    const ms = Date.parse(element.dataset.due) - Date.now() - aheadMs;
    const seconds = Math.floor(Math.abs(ms) / 1000);
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const span = `${h > 0 ? `${h} h ` : ''}${m} min ${String(s).padStart(2, '0')} s`;
    element.textContent = ms >= 0 ? `${span} left` : `${span} over`;
  }
}

const { stream, hearsUnseen } = document.body.dataset;
let events;

/** A browser holds few connections to one host: a page that nobody sees gives its stream back, and looks when it is seen. */
function listenWhileSeen() {
  if (!document.hidden || hearsUnseen !== undefined) return listen();
  events?.close();
  events = undefined;
}

function listen() {
  if (events && events.readyState !== EventSource.CLOSED) return;
  const opened = new EventSource(stream);
  events = opened;
  opened.addEventListener('changed', () => void lookAgain());
  // What changed while there was no connection was not heard.
  opened.addEventListener('open', () => void lookAgain());
  opened.addEventListener('error', () => {
    // The browser tries again by itself, but not after an answer that was no stream, as a proxy gives while we are away.
    if (opened.readyState !== EventSource.CLOSED) return;
    void lookAgain();
    setTimeout(listenWhileSeen, 5_000);
  });
}

if (stream) {
  listenWhileSeen();
  document.addEventListener('visibilitychange', listenWhileSeen);
  // What nobody told us of is seen within a minute all the same, and so is that its reader has signed out elsewhere.
  setInterval(() => void lookAgain(), 60_000);
}
countDown();
setInterval(countDown, 1_000);
if (document.getElementById('alerts')) void import('./alerts.mjs');
