// A sound, and a count on the icon, when something new waits: for whoever asked for it, in the browser in which they did.
const kept = 'heed-alerts';
const panel = document.getElementById('alerts');
const button = panel.querySelector('button');

let isOn = remembered();
let known = whatWaits();
let sound;

function remembered() {
  try {
    return localStorage.getItem(kept) === 'on';
  } catch {
    return false; // A browser that keeps nothing is asked anew on each page.
  }
}

function remember() {
  try {
    localStorage.setItem(kept, isOn ? 'on' : 'off');
  } catch {
    // As above.
  }
}

function whatWaits() {
  return new Set([...document.querySelectorAll('#waiting a[id]')].map(({ id }) => id));
}

/** Browsers play nothing before their reader has touched the page: from then on it can. */
function readySound() {
  sound ??= new AudioContext();
  void sound.resume();
}

/** Two short notes, made here: no file is fetched for them. */
function play() {
  readySound();
  for (const [index, hertz] of [660, 880].entries()) {
    const note = sound.createOscillator();
    const volume = sound.createGain();
    const begins = sound.currentTime + index * 0.2;
    volume.gain.setValueAtTime(0.2, begins);
    volume.gain.exponentialRampToValueAtTime(0.001, begins + 0.4);
    note.frequency.value = hertz;
    note.connect(volume).connect(sound.destination);
    note.start(begins);
    note.stop(begins + 0.4);
  }
}

/** Not every browser has a badge, and not every one lets a page have it that is not installed. */
function count() {
  const shown = isOn ? known.size : 0;
  navigator.setAppBadge?.(shown).catch(() => undefined);
}

function show() {
  button.setAttribute('aria-pressed', String(isOn));
}

button.addEventListener('click', () => {
  isOn = !isOn;
  remember();
  show();
  count();
  if (isOn) play();
});

document.addEventListener('heed:looked-again', () => {
  const now = whatWaits();
  const isNew = [...now].some((id) => !known.has(id));
  known = now;
  count();
  if (isOn && isNew) play();
});

if (isOn) {
  for (const touch of ['pointerdown', 'keydown']) document.addEventListener(touch, readySound, { once: true });
}
show();
count();
panel.hidden = false;
