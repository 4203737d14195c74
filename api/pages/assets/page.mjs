// The way out of a page, for somebody who is suddenly not alone. Without this it is a plain link.
const exit = document.getElementById('exit');
const status = document.getElementById('exit-status');
const [twoMore, oneMore, leaving] = document.getElementById('exit-says').content.children;

const say = (...what) => status.replaceChildren(...what.map((element) => element.cloneNode(true)));

const left = 'heed-left';

/** Nothing of the page stays in sight, and it stands no more behind the back button. */
function leave() {
  document.documentElement.classList.add(left);
  inThisTab((kept) => kept.setItem(left, 'yes'));
  say(leaving);
  location.replace(exit.href);
}

/** What a browser keeps until the tab is closed. One that keeps nothing is left all the same. */
function inThisTab(what) {
  try {
    return what(sessionStorage);
  } catch {
    return null;
  }
}

const hasLeft = () => inThisTab((kept) => kept.getItem(left)) !== null;

// Each page that they were on before stands there as well: whoever comes back to one without opening the link is led out again.
const [{ type: cameBy } = {}] = performance.getEntriesByType('navigation');
if (cameBy === 'navigate') inThisTab((kept) => kept.removeItem(left));
else if (hasLeft()) leave();
addEventListener('pageshow', ({ persisted }) => {
  if (persisted && hasLeft()) leave();
});

exit.addEventListener('click', (event) => {
  event.preventDefault();
  leave();
});
document.getElementById('exit-keys').hidden = false;

/** Three times in five seconds, each time with no other key: a capital letter is no wish to leave. */
const presses = { key: '', count: 0, forget: undefined };
let othersWith = false;

document.addEventListener('keyup', ({ key, shiftKey }) => {
  const alone = (key === 'Shift' && !othersWith) || key === 'Escape';
  othersWith = shiftKey;
  if (!alone) return;
  presses.count = presses.key === key ? presses.count + 1 : 1;
  presses.key = key;
  clearTimeout(presses.forget);
  presses.forget = setTimeout(forget, 5_000);
  if (presses.count === 1) say(twoMore);
  if (presses.count === 2) say(oneMore);
  if (presses.count === 3) leave();
});

function forget() {
  presses.count = 0;
  say();
}
