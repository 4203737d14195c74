/** How long there is, as people in the console read it. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** `12 min left`, `3 h 05 min left`, `8 min over`. Whole minutes: a script on the page counts the seconds. */
export function timeLeft(due: Date | string, now: Date): string {
  const ms = new Date(due).getTime() - now.getTime();
  const span = inHours(Math.floor(Math.abs(ms) / minuteMs) * minuteMs);
  return ms >= 0 ? `${span} left` : `${span} over`;
}

function inHours(ms: number): string {
  const [hours, minutes] = [Math.floor(ms / hourMs), Math.floor((ms % hourMs) / minuteMs)];
  return hours === 0 ? `${minutes} min` : `${hours} h ${String(minutes).padStart(2, '0')} min`;
}
