// The way out of a page, for somebody who is suddenly not alone. Without this it is a plain link.
const exit = document.getElementById('exit');
const status = document.getElementById('exit-status');
const [twoMore, oneMore, leaving] = document.getElementById('exit-says').content.children;

const say = (...what) => status.replaceChildren(...what.map((element) => element.cloneNode(true)));

/** Nothing of the page stays in sight, and it stands no more behind the back button. */
function leave() {
  document.documentElement.classList.add('heed-left');
  say(leaving);
  location.replace(exit.href);
}

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
