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

/** Whoever writes for long is not signed out over it: unlike what follows, this is a sign of them. */
setInterval(() => {
  if (writes) void fetch('/live/here', { method: 'HEAD' });
  writes = false;
}, 5 * 60_000);

/** Asks for the page again, which is no sign of its reader, and shows of it what has changed. */
async function lookAgain() {
  const response = await fetch(location.href, { headers: { 'X-Asked-By': 'page' }, redirect: 'manual' });
  if (response.status !== 200) return signedOut();
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const now = page.getElementById(part.id);
    if (!now || begunIn.has(part.id) || saysTheSame(part, now)) continue;
    const focused = document.activeElement?.id;
    part.replaceWith(now);
    if (focused) document.getElementById(focused)?.focus();
    if (now.dataset.live) announce(now.dataset.live);
  }
  document.title = page.title;
  countDown();
}

const saysTheSame = (one, other) => one.textContent === other.textContent;

/** What has been written is not thrown away. */
function signedOut() {
  if (begunIn.size === 0) return location.reload();
  announce('You are not signed in any more. Copy what you have written, then open the page again.');
  document.getElementById('announcement').classList.remove('nhsuk-u-visually-hidden');
}

function announce(text) {
  document.getElementById('announcement').textContent = text;
}

/** Seconds, in place of the whole minutes that the server wrote. */
function countDown() {
  for (const element of document.querySelectorAll('[data-due]')) {
    const ms = Date.parse(element.dataset.due) - Date.now();
    const seconds = Math.floor(Math.abs(ms) / 1000);
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const span = `${h > 0 ? `${h} h ` : ''}${m} min ${String(s).padStart(2, '0')} s`;
    element.textContent = ms >= 0 ? `${span} left` : `${span} over`;
  }
}

const { stream } = document.body.dataset;
if (stream) {
  const events = new EventSource(stream);
  events.addEventListener('changed', () => void lookAgain());
  // What changed while there was no connection was not heard.
  events.addEventListener('open', () => void lookAgain());
}
countDown();
setInterval(countDown, 1_000);
