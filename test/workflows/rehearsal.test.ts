import { defaultPolicy, durationMs, pinPolicy } from '../../workflows/urgent-care/policy';
import { play, type Rehearsal } from '../../workflows/urgent-care/rehearsal/play';
import type { ScriptedAct } from '../../workflows/urgent-care/rehearsal/script';
import { planRecipients, type RecipientName } from '../../workflows/urgent-care/words';
import { activitiesAsScripted, actsIn, inWords, type Noted, rehearsedSteps } from '../rules/as-scripted';
import { everythingOpen } from '../rules/every-pattern';
import { type CasesOnServer, casesOnServer } from '../support/cases-on-server';
import { quiet } from '../support/quiet';

/** The same script on a real server: what was rehearsed is what happens, step by step, until the case closes. */

let server: CasesOnServer;
beforeAll(async () => {
  quiet();
  const rehearsal = rehearsalOf({});
  const names = Object.keys(activitiesAsScripted(rehearsal, play(rehearsal), []));
  server = await casesOnServer(names as Parameters<typeof casesOnServer>[0]);
}, 60_000);
afterAll(() => server?.stop());

type Script = Readonly<Record<string, ScriptedAct>>;

const rehearsalOf = (script: Script, startsAt = 0): Rehearsal => ({
  policy: pinPolicy(defaultPolicy),
  immediacy: 'immediate',
  gpOpensAt: () => null,
  rules: everythingOpen,
  planPermits: planRecipients,
  startsAt,
  untilMs: durationMs('P7D'),
  script: Object.entries(script).map(([after, act]) => ({ afterMs: durationMs(after), act })),
});

const agrees = (...names: readonly RecipientName[]): ScriptedAct => ({
  kind: 'client-answers',
  answers: names.map((recipient) => ({ recipient, answer: 'agree', tier: 'concern' })),
  callBack: false,
});
const proceed = (...recipients: RecipientName[]): ScriptedAct => ({ kind: 'proceed', recipients });
const says = (recipient: RecipientName, answer: 'acknowledged' | 'acting' | 'cannot'): ScriptedAct => ({
  kind: 'acknowledgement',
  recipient,
  answer,
});
const outcome: ScriptedAct = { kind: 'human-outcome', outcome: 'someone-acting' };

/** Each line well away from a deadline of the policy, and each ends in a closed case. */
const scripts: Readonly<Record<string, Script>> = {
  'a contact acts': {
    PT2M30S: agrees('contact-1', 'contact-2'),
    PT4M30S: proceed('contact-1', 'contact-2'),
    PT7M30S: says('contact-2', 'cannot'),
    PT12M30S: says('contact-1', 'acting'),
    PT14M30S: outcome,
  },
  'silence, and nobody acts': {
    PT17M30S: proceed('contact-1', 'gp'),
    PT2H31M30S: outcome,
  },
  'an sms that fails, a withdrawal, and a stand-down': {
    PT2M30S: agrees('contact-1', 'gp'),
    PT4M30S: proceed('contact-1', 'gp'),
    PT5M30S: { kind: 'message-fails', to: 'contact-1', channel: 'sms' },
    PT8M30S: { kind: 'withdrawal', recipients: 'all' },
    PT31M30S: { kind: 'stand-down', outcome: 'client-safe' },
  },
  'a client out of reach, a call and a stand-down': {
    PT0S: { kind: 'cannot-be-reached', who: 'client' },
    PT2M30S: { kind: 'call' },
    PT4M30S: { kind: 'stand-down', outcome: 'client-safe' },
    PT6M30S: outcome,
    P3DT1H: { kind: 'task-done', task: 'ask-client' },
  },
};

test.each(Object.keys(scripts))(
  '%s: as rehearsed',
  async (name) => {
    const rehearsal = rehearsalOf(scripts[name]!, await server.now());
    const played = play(rehearsal);
    expect(played).toMatchObject({ ends: 'closed', stoppedBy: 'closed' });

    const steps: Noted[] = [];
    const caseId = name.replaceAll(/[^a-z]+/g, '-');
    const { policy, immediacy } = rehearsal;
    const activities = activitiesAsScripted(rehearsal, played, steps);
    const theCase = await server.begin({ caseId, policy, immediacy }, activities);
    for (const act of actsIn(played)) {
      await server.pass(Math.max(act.at - (await server.now()), 1));
      await theCase.tell(act);
    }
    await theCase.outcome();
    expect(inWords(steps)).toEqual(inWords(rehearsedSteps(played)));
  },
  60_000,
);
