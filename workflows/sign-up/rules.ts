import { type SignUpState, statusOf } from './state';
import type { Instant, SignUpEnding } from './words';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

/** What is written to the client: what is asked of them, or how it ended. */
export type SignUpNote =
  | { readonly kind: 'consent-form' | 'assessment'; readonly reminder: boolean }
  | { readonly kind: SignUpEnding };

/** What staff are asked for. */
export type StaffAsk = 'complete-plan' | 'confirm-allocation' | 'no-match' | 'accept-client';

/** What a sign-up does next. */
export type SignUpStep =
  | { readonly kind: 'write-to-client'; readonly note: SignUpNote }
  | { readonly kind: 'ask-staff'; readonly ask: StaffAsk; readonly rung: number }
  | { readonly kind: 'pass-over-practitioner' }
  | { readonly kind: 'expire' }
  | { readonly kind: 'wait'; readonly until: Instant }
  | { readonly kind: 'close' };

/** The whole policy of sign-up: what to do next. Pure and total. domain.md §2 */
export function nextStep(state: SignUpState, now: Instant): SignUpStep {
  const status = statusOf(state);
  switch (status) {
    case 'enrolled':
    case 'left':
    case 'expired':
      return state.endingTold ? { kind: 'close' } : { kind: 'write-to-client', note: { kind: status } };
    case 'safety-conversation':
      // Its own process pages until a person has talked to the client (workflows/safety-conversation).
      return { kind: 'wait', until: Infinity };
    case 'awaiting-consent-form':
      return state.withdrawnAt === null
        ? remindThenExpire(state, 'consent-form', now)
        : waitThenExpire(state.withdrawnAt, now);
    case 'awaiting-assessment':
      return remindThenExpire(state, 'assessment', now);
    case 'planning-urgent-care':
      return askStaff(state, 'complete-plan', now);
    case 'allocating':
      // Where nobody suits, it is a supervisor's at once.
      return state.allocation.kind === 'no-match'
        ? askStaff(state, 'no-match', now)
        : askStaff(state, 'confirm-allocation', now);
    case 'awaiting-practitioner':
      return askPractitioner(state, now);
  }
}

/** The client is asked, and reminded 24 and 72 hours later; two weeks after they were first asked it is over. §2.3 */
const clientIsAskedAfterMs = [0, 24 * hourMs, 72 * hourMs] as const;
export const expiresAfterMs = 14 * dayMs;

function remindThenExpire({ said }: SignUpState, kind: 'consent-form' | 'assessment', now: Instant): SignUpStep {
  if (said.firstAt !== null && now >= said.firstAt + expiresAfterMs) return { kind: 'expire' };
  const at = nextAskAt(said, clientIsAskedAfterMs);
  if (at <= now) return { kind: 'write-to-client', note: { kind, reminder: said.times > 0 } };
  return { kind: 'wait', until: Math.min(at, (said.firstAt ?? now) + expiresAfterMs) };
}

/** Whoever has withdrawn is not asked to sign again: they come back by themselves, or it is over in two weeks. */
function waitThenExpire(since: Instant, now: Instant): SignUpStep {
  const until = since + expiresAfterMs;
  return now >= until ? { kind: 'expire' } : { kind: 'wait', until };
}

/** Whose task it is, then the supervisors a day later, and every day until somebody has seen to it. */
const staffAreAskedEveryMs = dayMs;

function askStaff({ said }: SignUpState, ask: StaffAsk, now: Instant): SignUpStep {
  const at = said.lastAt === null ? now : said.lastAt + staffAreAskedEveryMs;
  return at <= now ? { kind: 'ask-staff', ask, rung: said.times } : { kind: 'wait', until: at };
}

/** Whoever is asked to take a client on is asked once, and passed over when the time to answer is up. domain.md §2.6 */
function askPractitioner({ said, allocation }: SignUpState, now: Instant): SignUpStep {
  const answerBy = allocation.kind === 'confirmed' ? allocation.answerBy : Infinity;
  if (now >= answerBy) return { kind: 'pass-over-practitioner' };
  return said.times === 0 ? { kind: 'ask-staff', ask: 'accept-client', rung: 0 } : { kind: 'wait', until: answerBy };
}

/**
 * The next of several messages at their times after the first one; never: Infinity. Counted from the last one that went
 * out, so that after a standstill they do not all come at once.
 */
function nextAskAt({ times, lastAt }: SignUpState['said'], afterMs: readonly number[]): Instant {
  const [next, last] = [afterMs[times], afterMs[times - 1]];
  if (next === undefined) return Infinity;
  return lastAt === null || last === undefined ? -Infinity : lastAt + (next - last);
}
