import { defaultPolicy, durationMs, durationText } from '../../workflows/urgent-care/policy';
import type { Immediacy } from '../../workflows/urgent-care/words';
import {
  type CaseOnPaper,
  type Circumstances,
  caseOnPaper,
  clientAnswers,
  contacts,
  decided,
  gp,
  outcomeIs,
  overrideApproved,
  overrideProposed,
  says,
  somethingIsNew,
  steps,
  stoodDown,
} from './case-on-paper';

/** Every window of the policy, at its last millisecond and at its end, and what is said of its end. domain.md §3 */

async function toldOf(circumstances: Circumstances, ...happened: Parameters<CaseOnPaper['hears']>[0][]) {
  const theCase = await caseOnPaper(circumstances);
  for (const what of happened) await theCase.hears(what);
  return theCase;
}
const asked = (immediacy: Immediacy) => () => toldOf({ immediacy });
const undecided = () => toldOf({}, clientAnswers);
async function undecidedAndReminded() {
  const theCase = await undecided();
  await theCase.after('PT5M');
  return theCase;
}
const proposed = () => toldOf({}, clientAnswers, overrideProposed());
const writtenTo = () => toldOf(steps({ ...contacts, attempts: 2 }, gp), clientAnswers, decided('contact-1', 'gp'));
async function readByContact() {
  const theCase = await writtenTo();
  await theCase.hears(says('contact-1', 'acknowledged'));
  return theCase;
}
async function readAndAskedAgain() {
  const theCase = await readByContact();
  await theCase.after('PT30M');
  return theCase;
}
const nobodyActs = () =>
  toldOf(steps({ ...gp, channels: ['voice'] }), clientAnswers, decided('gp'), says('gp', 'cannot'));
const somebodyActs = () => toldOf({}, clientAnswers, decided('contact-1'), says('contact-1', 'acting'));
const wantsACall = () => toldOf({ immediacy: 'watchful' }, { kind: 'call-back-requested' });
async function wantsACallStill() {
  const theCase = await wantsACall();
  await theCase.after('PT15M');
  return theCase;
}
const overridden = () => toldOf({}, clientAnswers, overrideApproved('gp'));
async function overriddenAndOver() {
  const theCase = await overridden();
  await theCase.hears(stoodDown('client-safe'));
  return theCase;
}
/** Somebody acts, and says for three days that it is not over. */
async function overriddenForDays() {
  const theCase = await toldOf(
    { policy: { decision: { remindAfter: 'P7D', nextPersonAfter: 'PT15M' }, nobodyActing: { pageEvery: 'P7D' } } },
    clientAnswers,
    overrideApproved('gp'),
  );
  await theCase.after('PT72H');
  return theCase;
}
const putOff = () => toldOf({}, { kind: 'telling-put-off', until: durationMs('PT1H') }, stoodDown('client-safe'));
async function putOffUntilNow() {
  const theCase = await putOff();
  await theCase.after('PT1H');
  return theCase;
}
const outOfReachAfterwards = () =>
  toldOf({ clientOutOfReachAfterwards: true }, stoodDown('client-safe'), outcomeIs('client-safe'));
const later = { aftercare: { ...defaultPolicy.aftercare, askClientAfter: 'P3D' } };
const over = () => toldOf({ policy: later }, stoodDown('client-safe'));
const twiceNews = () => toldOf({ immediacy: 'watchful' }, somethingIsNew, somethingIsNew);

test.each<[what: string, window: string, from: () => Promise<CaseOnPaper>, then: RegExp]>([
  ['a client has, in danger', 'PT10M', asked('immediate'), /the owner is asked to decide/],
  ['a client has, today', 'PT1H', asked('significant'), /the owner is asked to decide/],
  ['a client has, at their own pace', 'P2D', asked('watchful'), /the owner is asked to decide/],
  ['before an owner is reminded to decide', 'PT5M', undecided, /the owner is asked to decide/],
  ['before the next person is asked to decide', 'PT10M', undecidedAndReminded, /the duty clinician is asked to decide/],
  ['a supervisor has to approve', 'PT10M', proposed, /another supervisor is asked to approve/],
  ['before a proposer may go ahead alone', 'PT20M', proposed, /the proposer hears/],
  ['before a recipient is written to again', 'PT5M', writtenTo, /contact-1 is written to/],
  ['a recipient has to answer', 'PT15M', writtenTo, /gp is written to/],
  ['who has read it has to act', 'PT30M', readByContact, /contact-1 is written to by sms/],
  ['who was asked once more has to act', 'PT5M', readAndAskedAgain, /gp is written to/],
  ['between two pages while nobody acts', 'PT15M', nobodyActs, /everyone is paged/],
  ['before an owner is reminded of the outcome', 'PT5M', somebodyActs, /the owner is asked for the outcome/],
  ['before the next person is asked for it', 'PT15M', somebodyActs, /the duty clinician is asked for the outcome/],
  ['an owner has to call the client', 'PT15M', wantsACall, /the duty clinician is asked to call/],
  ['an override may go without a review', 'PT72H', overridden, /a supervisor is asked to review/],
  ['a supervisor has to review an override', 'PT72H', overriddenAndOver, /another supervisor is asked to review/],
  ['the telling is put off for', 'PT1H', putOff, /the owner is asked whether the client may be told/],
  ['an owner has to tell the client', 'PT4H', putOffUntilNow, /the duty clinician is asked whether/],
  ['an owner has to ask how it was', 'PT15M', outOfReachAfterwards, /the duty clinician is asked to ask/],
  ['before the client is asked how it was', 'P3D', over, /the client is asked how it was/],
  ['between two pages for news', 'PT1M', twiceNews, /the owner is told the news/],
])(
  'the time %s ends after %s: not a millisecond earlier, then at once, and not twice',
  async (_, window, from, then) => {
    const theCase = await from();
    const saidOfIt = async (duration: string) =>
      (await theCase.during(duration)).filter((sentence) => then.test(sentence)).length;

    expect(await saidOfIt(durationText(durationMs(window) - 1))).toBe(0);
    expect(await saidOfIt('PT0.001S')).toBe(1);
    expect(await saidOfIt('PT0.001S')).toBe(0);
  },
);

/** Whoever opens the case reads who is asked now, and when the next one is. */
test.each<[asked: string, from: () => Promise<CaseOnPaper>, minute: number, nextAt: number, then: string]>([
  ['to decide', undecided, 0, 15, 'the duty clinician is asked to decide'],
  ['to decide, and reminded', undecidedAndReminded, 5, 15, 'the duty clinician is asked to decide'],
  ['to approve', proposed, 0, 10, 'another supervisor is asked to approve'],
  ['to act, while nobody does', nobodyActs, 0, 15, 'everyone is paged: nobody acts'],
  ['for the outcome', somebodyActs, 0, 15, 'the duty clinician is asked for the outcome'],
  ['to call the client', wantsACall, 0, 15, 'the duty clinician is asked to call the client'],
  ['to call the client, as the second', wantsACallStill, 15, 30, 'a supervisor is asked to call the client'],
  ['to review an override', overriddenAndOver, 0, 72 * 60, 'another supervisor is asked to review the override'],
  [
    'to review it at the last',
    overriddenForDays,
    72 * 60,
    72 * 60 + 15,
    'another supervisor is asked to review the override',
  ],
  [
    'whether the client may be told',
    putOffUntilNow,
    60,
    300,
    'the duty clinician is asked whether the client may be told',
  ],
  [
    'to ask the client how it was',
    outOfReachAfterwards,
    0,
    15,
    'the duty clinician is asked to ask the client how it was',
  ],
])('who is asked %s is told when the next one is, and then they are', async (_, from, minute, nextAt, then) => {
  const theCase = await from();
  expect(theCase.dueBy).toBe(nextAt);

  expect(await theCase.during(durationText((nextAt - minute) * 60_000))).toContain(`${nextAt}: ${then}`);
});

test('the client is told what was shared, and the case says by when', async () => {
  const { dueBy } = await over();
  expect(dueBy).toBe(4 * 60);
});
