import { tellScenes } from '../../records/urgent-care/rehearsal-words';
import { defaultPolicy, durationMs, durationText, type Policy, pinPolicy } from '../../workflows/urgent-care/policy';
import { mostSteps, type Played, play, type Rehearsal } from '../../workflows/urgent-care/rehearsal/play';
import type { ScriptedAct, ScriptedAnswer } from '../../workflows/urgent-care/rehearsal/script';
import { planRecipients, type RecipientName } from '../../workflows/urgent-care/words';
import { everythingOpen } from './every-pattern';

/** What a supervisor reads of a policy before a night depends on it. */

/** What comes days afterwards is told where it is the matter. */
const askedAtOnce = { ...defaultPolicy.aftercare, askClientAfter: 'PT0S' };

type Script = Readonly<Record<string, ScriptedAct>>;

const startsAt = Date.parse('2026-11-22T09:00:00.000Z');
const setting = { rota: ['duty-clinician', 'supervisor'] as const, immediacy: 'immediate' as const, startsAt };

function rehearsed(
  script: Script,
  given: Partial<Omit<Rehearsal, 'policy' | 'script'>> & { readonly policy?: Partial<Policy> } = {},
): Played {
  return play({
    immediacy: 'immediate',
    gpOpensAt: () => null,
    rules: everythingOpen,
    planPermits: planRecipients,
    startsAt,
    untilMs: durationMs('PT3H'),
    ...given,
    policy: pinPolicy({ ...defaultPolicy, aftercare: askedAtOnce, ...given.policy }),
    script: Object.entries(script).map(([after, act]) => ({ afterMs: durationMs(after), act })),
  });
}

/** Such as `PT10M disclosure.sent → contact-1 by sms`. */
const lines = ({ scenes }: Played): readonly string[] =>
  tellScenes(scenes, setting).map(({ at, kind, message }) => {
    const sent = message ? ` → ${message.to} by ${message.channel}` : '';
    return `${durationText(at - startsAt)} ${kind}${sent}`;
  });
const texts = ({ scenes }: Played): string =>
  tellScenes(scenes, setting)
    .map(({ text }) => text)
    .join('\n');

const answers = (...given: readonly ScriptedAnswer[]): ScriptedAct => ({
  kind: 'client-answers',
  answers: given,
  callBack: false,
});
const agrees = (recipient: RecipientName): ScriptedAnswer => ({ recipient, answer: 'agree', tier: 'concern' });
const refuses = (recipient: RecipientName): ScriptedAnswer => ({ recipient, answer: 'refuse' });
const proceed = (...recipients: RecipientName[]): ScriptedAct => ({ kind: 'proceed', recipients });
const says = (recipient: RecipientName, answer: 'acknowledged' | 'acting' | 'cannot'): ScriptedAct => ({
  kind: 'acknowledgement',
  recipient,
  answer,
});
const outcome: ScriptedAct = { kind: 'human-outcome', outcome: 'someone-acting' };

test('from a consent to its end, every message is listed where it would go out', () => {
  const played = rehearsed({
    PT2M: answers(agrees('contact-1')),
    PT5M: proceed('contact-1'),
    PT9M: says('contact-1', 'acting'),
    PT12M: outcome,
  });
  expect(lines(played)).toEqual([
    'PT0S concern.raised',
    'PT0S client.informed → client by sms',
    'PT0S client.informed → client by email',
    'PT2M client.answered',
    'PT2M staff.asked-for-decision → owner by sms',
    'PT2M staff.asked-for-decision → owner by email',
    'PT5M decision.recorded',
    'PT5M disclosure.sent → contact-1 by sms',
    'PT9M recipient.acting',
    'PT9M client.told-what-was-shared → client by sms',
    'PT9M client.told-what-was-shared → client by email',
    'PT9M staff.asked-for-outcome → owner by sms',
    'PT9M staff.asked-for-outcome → owner by email',
    'PT12M outcome.recorded',
    'PT12M client.asked-how-it-was → client by sms',
    'PT12M client.asked-how-it-was → client by email',
    'PT12M case.closed',
  ]);
  expect(played).toMatchObject({ ends: 'closed', stoppedBy: 'closed' });
});

test('silence: the owner is asked when the window ends, reminded, and then the next on the rota, round and round', () => {
  const asked = lines(rehearsed({}, { untilMs: durationMs('PT45M') })).filter((line) => line.endsWith('by sms'));
  expect(asked.slice(1)).toEqual([
    'PT10M staff.asked-for-decision → owner by sms',
    'PT15M staff.asked-for-decision → owner by sms',
    'PT25M staff.asked-for-decision → duty-clinician by sms',
    'PT30M staff.asked-for-decision → duty-clinician by sms',
    'PT40M staff.asked-for-decision → supervisor by sms',
    'PT45M staff.asked-for-decision → supervisor by sms',
  ]);
});

test('nobody answers: everyone on the rota is paged at the policy’s interval until the rehearsal ends', () => {
  const played = rehearsed({ PT11M: proceed('contact-1') }, { untilMs: durationMs('PT1H') });
  expect(lines(played).filter((line) => line.includes('asked-for-action → duty'))).toEqual([
    'PT26M staff.asked-for-action → duty-clinician by sms',
    'PT26M staff.asked-for-action → duty-clinician by email',
    'PT41M staff.asked-for-action → duty-clinician by sms',
    'PT41M staff.asked-for-action → duty-clinician by email',
    'PT56M staff.asked-for-action → duty-clinician by sms',
    'PT56M staff.asked-for-action → duty-clinician by email',
  ]);
  expect(played).toMatchObject({ ends: 'nobody-acting', stoppedBy: 'until' });
});

test('who is silent is tried by each way in turn, as in the story', () => {
  const played = rehearsed({ PT11M: proceed('contact-1') }, { untilMs: durationMs('PT25M') });
  expect(lines(played).filter((line) => line.includes('disclosure'))).toEqual([
    'PT11M disclosure.sent → contact-1 by sms',
    'PT16M disclosure.sent → contact-1 by voice',
    'PT21M disclosure.sent → contact-1 by email',
  ]);
});

test('a channel that cannot be reached is passed over at once, and so is a person without any', () => {
  const played = rehearsed(
    {
      PT0S: { kind: 'cannot-be-reached', who: 'contact-1', channel: 'sms' },
      PT1M: { kind: 'cannot-be-reached', who: 'contact-2' },
      PT11M: proceed('contact-1', 'contact-2'),
    },
    { untilMs: durationMs('PT12M') },
  );
  expect(lines(played).filter((line) => line.includes('disclosure'))).toEqual([
    'PT11M disclosure.failed',
    'PT11M disclosure.failed',
    'PT11M disclosure.sent → contact-1 by voice',
    'PT11M disclosure.failed',
    'PT11M disclosure.failed',
  ]);
});

test('a message that the vendor could not deliver moves on to the next way', () => {
  const played = rehearsed(
    { PT11M: proceed('contact-1'), PT13M: { kind: 'message-fails', to: 'contact-1', channel: 'sms' } },
    { untilMs: durationMs('PT14M') },
  );
  expect(lines(played).slice(-3)).toEqual([
    'PT11M disclosure.sent → contact-1 by sms',
    'PT13M message.failed',
    'PT13M disclosure.sent → contact-1 by voice',
  ]);
});

test('a client who cannot be reached is not waited for', () => {
  const played = rehearsed({ PT0S: { kind: 'cannot-be-reached', who: 'client' } }, { untilMs: durationMs('PT1M') });
  expect(lines(played).slice(2, 4)).toEqual([
    'PT0S client.not-reached',
    'PT0S staff.asked-for-decision → owner by sms',
  ]);
});

test('when the last message to the client fails, the window ends there', () => {
  const sms: ScriptedAct = { kind: 'message-fails', to: 'client', channel: 'sms' };
  const email: ScriptedAct = { kind: 'message-fails', to: 'client', channel: 'email' };
  const played = rehearsed({ PT1M: sms, PT3M: email }, { untilMs: durationMs('PT4M') });
  expect(lines(played).slice(3)).toEqual([
    'PT1M message.failed',
    'PT3M message.failed',
    'PT3M staff.asked-for-decision → owner by sms',
    'PT3M staff.asked-for-decision → owner by email',
  ]);
});

test('a withdrawal ends what it takes back, the client hears what had gone, and the owner decides anew', () => {
  const played = rehearsed(
    {
      PT2M: answers(agrees('contact-1'), agrees('gp')),
      PT5M: proceed('contact-1', 'gp'),
      PT7M: { kind: 'withdrawal', recipients: 'all' },
    },
    { untilMs: durationMs('PT20M') },
  );
  expect(lines(played).filter((line) => line.startsWith('PT7M'))).toEqual([
    'PT7M consent.withdrawn',
    'PT7M client.told-what-had-gone → client by sms',
    'PT7M client.told-what-had-gone → client by email',
    'PT7M staff.asked-for-decision → owner by sms',
    'PT7M staff.asked-for-decision → owner by email',
  ]);
  expect(lines(played).filter((line) => line.includes('→ gp'))).toEqual([]);
});

test('a refusal where a mandate stands is a withdrawal; agreeing to more is none', () => {
  const after = (answer: ScriptedAnswer): readonly string[] =>
    lines(
      rehearsed(
        { PT2M: answers(agrees('gp')), PT5M: proceed('gp'), PT7M: answers(answer) },
        { untilMs: durationMs('PT7M') },
      ),
    );
  expect(after(refuses('gp'))).toContain('PT7M client.told-what-had-gone → client by sms');
  expect(after({ recipient: 'gp', answer: 'agree', tier: 'attention' })).toContain(
    'PT7M client.told-what-had-gone → client by sms',
  );
  expect(after({ recipient: 'gp', answer: 'agree', tier: 'summary' }).join()).not.toContain('told-what-had-gone');
  expect(after({ recipient: 'gp', answer: 'silence' }).join()).not.toContain('told-what-had-gone');
});

describe('the mandate', () => {
  const agreed: Script = { PT1M: answers(agrees('gp')) };
  const refused: Script = { PT1M: answers(refuses('gp')) };
  const silent: Script = { PT1M: answers({ recipient: 'gp', answer: 'silence' }) };
  const withdrawn: Script = { PT1M: { kind: 'withdrawal', recipients: ['gp'] } };
  const cases: readonly (readonly [string, Partial<Rehearsal>, Script, 'told' | 'not told'])[] = [
    ['immediate, silent, permitted by the plan', {}, {}, 'told'],
    ['immediate, answered without naming them, permitted by the plan', {}, silent, 'told'],
    ['immediate, silent, not permitted', { planPermits: ['contact-1'] }, {}, 'not told'],
    ['immediate, refused', {}, refused, 'not told'],
    ['immediate, withdrawn', {}, withdrawn, 'not told'],
    ['significant, silent', { immediacy: 'significant' }, {}, 'not told'],
    ['significant, agreed', { immediacy: 'significant' }, agreed, 'told'],
    ['watchful, agreed', { immediacy: 'watchful' }, agreed, 'told'],
  ];
  test.each(cases)('%s: %s', (_what, { policy: _policy, ...given }, script, whether) => {
    const told = lines(rehearsed({ ...script, PT2H: proceed('gp') }, { ...given, untilMs: durationMs('PT2H') }));
    expect(told.includes('PT2H disclosure.sent → gp by email')).toBe(whether === 'told');
    expect(told.includes('PT2H act.refused')).toBe(whether === 'not told');
  });
});

describe('what the record would refuse is refused, and says why', () => {
  const cases: readonly (readonly [string, Script, RegExp])[] = [
    ['a decision in the client’s turn', { PT5M: proceed('gp') }, /client is asked first/],
    ['a question asked again in the client’s turn', { PT5M: { kind: 'ask-again' } }, /client is asked first/],
    ['a call in the client’s turn', { PT5M: { kind: 'call' } }, /client is asked first/],
    ['an answer of somebody who was told nothing', { PT5M: says('gp', 'acting') }, /gp was told nothing/],
    ['an outcome that nobody waits for', { PT5M: outcome }, /no outcome is awaited/],
    [
      'a failure of a message that never went',
      { PT5M: { kind: 'message-fails', to: 'gp', channel: 'sms' } },
      /nothing went to gp/,
    ],
    ['the same decision twice', { PT11M: proceed('gp'), PT12M: proceed('gp') }, /decided already/],
    [
      'anything after the end',
      { PT5M: { kind: 'stand-down', outcome: 'client-safe' }, PT6M: { kind: 'call' } },
      /the case is closed/,
    ],
  ];
  test.each(cases)('%s', (_what, script, because) => {
    const [refused] = rehearsed(script).scenes.filter(({ kind }) => kind === 'refused-act');
    expect(refused).toMatchObject({ kind: 'refused-act', because: expect.stringMatching(because) });
  });

  test('and changes nothing', () => {
    const steps = (script: Script) => rehearsed(script).scenes.filter(({ kind }) => kind !== 'refused-act');
    expect(steps({ PT5M: proceed('gp'), PT6M: outcome })).toEqual(steps({}));
  });
});

test('a client who asks to be called is somebody’s task until it is done', () => {
  const asks: ScriptedAct = { kind: 'client-answers', answers: [], callBack: true };
  const script: Script = { PT2M: asks, PT20M: { kind: 'task-done', task: 'call-back' } };
  const paged = lines(rehearsed(script, { untilMs: durationMs('PT1H') })).filter((line) => line.includes('call-back'));
  expect(paged).toEqual([
    'PT2M staff.asked-for-call-back → owner by sms',
    'PT2M staff.asked-for-call-back → owner by email',
    'PT17M staff.asked-for-call-back → duty-clinician by sms',
    'PT17M staff.asked-for-call-back → duty-clinician by email',
    'PT20M call-back.done',
  ]);
  expect(rehearsed({ PT2M: { kind: 'task-done', task: 'call-back' } }).scenes).toContainEqual(
    expect.objectContaining({ kind: 'refused-act', because: 'nothing of the kind is owed now' }),
  );
});

test('a failed guard pauses: nobody more is told before the owner decides anew', () => {
  const played = rehearsed({ PT11M: proceed('contact-1', 'gp'), PT12M: { kind: 'guard-fails' } });
  const after = lines(played).filter((line) => !line.startsWith('PT0S') && !line.startsWith('PT1'));
  expect(after.join()).not.toContain('disclosure.sent');
  expect(after.join()).toContain('staff.asked-for-decision');
});

test('a second concern that is more urgent shortens the client’s turn, and the owner hears of it', () => {
  const second: ScriptedAct = { kind: 'second-concern', immediacy: 'immediate' };
  const played = rehearsed({ PT4M: second }, { immediacy: 'significant', untilMs: durationMs('PT10M') });
  expect(lines(played).filter((line) => line.endsWith('by sms'))).toEqual([
    'PT0S client.informed → client by sms',
    'PT4M staff.asked-for-news → owner by sms',
    'PT10M staff.asked-for-decision → owner by sms',
  ]);
});

test.each<[string, 'silence' | 'refuse', number]>([
  ['and tells a proposer when they may go ahead', 'silence', 1],
  ['and tells no proposer so whom the client refused', 'refuse', 0],
])('a second concern may come while an override waits %s', (_what, answer, times) => {
  const script = {
    PT1M: { kind: 'client-answers', answers: [{ recipient: 'gp', answer }], callBack: false },
    PT2M: { kind: 'propose-override', recipients: ['gp'] },
    PT4M: { kind: 'second-concern', immediacy: 'immediate' },
  } as const;
  const played = rehearsed(script, { immediacy: 'significant', untilMs: durationMs('PT1H') });
  const told = lines(played).filter((line) => line.includes('going-ahead') && line.endsWith('by sms'));
  expect(told).toEqual(Array.from({ length: times }, () => 'PT22M staff.asked-for-going-ahead → owner by sms'));
});

test('a stand-down tells those who were told under a mandate that still holds, and the case closes', () => {
  const played = rehearsed({
    PT11M: proceed('contact-1', 'contact-2'),
    PT13M: { kind: 'withdrawal', recipients: ['contact-2'] },
    PT14M: { kind: 'stand-down', outcome: 'client-safe' },
  });
  expect(lines(played).filter((line) => line.includes('over'))).toEqual([
    'PT14M recipients.told-it-is-over → contact-1 by sms',
  ]);
  expect(played.ends).toBe('closed');
});

test('who was called and written to hears by what is written that it is over, and is not called again', () => {
  const played = rehearsed({ PT11M: proceed('contact-1'), PT22M: { kind: 'stand-down', outcome: 'client-safe' } });
  expect(lines(played).filter((line) => line.includes('over'))).toEqual([
    'PT22M recipients.told-it-is-over → contact-1 by sms',
    'PT22M recipients.told-it-is-over → contact-1 by email',
  ]);
});

test('after a death nothing more is sent', () => {
  const played = rehearsed({ PT11M: proceed('contact-1'), PT13M: { kind: 'stand-down', outcome: 'deceased' } });
  expect(lines(played).filter((line) => line.startsWith('PT13M'))).toEqual([
    'PT13M case.stood-down',
    'PT13M case.closed',
  ]);
});

test('it always ends: at its time, or at its most steps', () => {
  const policy = { nobodyActing: { pageEvery: 'PT1S' } };
  const played = rehearsed({ PT11M: proceed('contact-1') }, { policy });
  expect(played.stoppedBy).toBe('most-steps');
  expect(played.scenes.filter(({ kind }) => kind === 'step' || kind === 'disclosure')).toHaveLength(mostSteps);
  expect(rehearsed({ PT5H: outcome }).scenes.some(({ kind }) => kind === 'refused-act')).toBe(false);
});

test('lines that stand in no order are heard in the order of their times', () => {
  const script = { PT2M: answers(agrees('gp')), PT5M: proceed('gp') };
  const turned = Object.fromEntries(Object.entries(script).reverse());
  expect(rehearsed(turned)).toEqual(rehearsed(script));
});

test('its words say what happens and nothing of the machinery', () => {
  const told = texts(
    rehearsed({
      PT2M: answers(agrees('contact-1'), refuses('gp'), { recipient: 'contact-2', answer: 'silence' }),
      PT5M: proceed('contact-1'),
      PT6M: says('contact-1', 'acknowledged'),
    }),
  );
  expect(told).toContain(
    'The client agrees that the first contact is told that there is concern for their wellbeing, refuses that the GP is told and says nothing of the second contact.',
  );
  expect(told).toContain('A message goes: the first contact, by sms.');
  expect(told).toContain('Who had read it is asked once more: the first contact, by sms.');
  expect(told).not.toMatch(/undefined|null|NaN|Infinity|\[object/);
});
