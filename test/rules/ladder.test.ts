import fc from 'fast-check';
import { applyAct } from '../../workflows/urgent-care/after-act';
import type { DisclosureResult, WhatHappened } from '../../workflows/urgent-care/contract';
import { disclosed } from '../../workflows/urgent-care/disclosures';
import { waysToSayItIsOver } from '../../workflows/urgent-care/ladder';
import { defaultPolicy, type Policy, pinPolicy } from '../../workflows/urgent-care/policy';
import { nextStep } from '../../workflows/urgent-care/rules';
import { type CaseState, openingState } from '../../workflows/urgent-care/state';
import { type Channel, channels, type Instant } from '../../workflows/urgent-care/words';
import {
  type CaseOnPaper,
  type Circumstances,
  caseOnPaper,
  clientAnswers,
  decided,
  fails,
  says,
} from './case-on-paper';

/** By which way each attempt at a recipient goes. domain.md §3.6, docs/adr/0016 */

type Step = Policy['steps'][number];
const [contactsStep, gpStep] = defaultPolicy.steps as [Step, Step];
type TryEnds = NonNullable<Circumstances['tries']>;

/** Every contact's step with the default's times, except for these. The GP comes next. */
const ofContacts = (differs: Partial<Step>): Pick<Circumstances, 'policy'> => ({
  policy: { steps: [{ ...contactsStep, ...differs }, gpStep] },
});

/** The first contact and the GP are to be told, from minute 0 on. */
async function tellingTheContact(circumstances: Circumstances = {}): Promise<CaseOnPaper & { readonly first: Tries }> {
  const theCase = await caseOnPaper(circumstances);
  await theCase.hears(clientAnswers);
  const first = triesAtTheContact(await theCase.hears(decided('contact-1', 'gp')));
  return Object.assign(theCase, { first });
}

type Tries = readonly string[];
/** As `5 voice`: in which minute, by which way. */
const triesAtTheContact = (sentences: readonly string[]): Tries =>
  sentences.flatMap((sentence) => {
    const [, minute, channel] = /^(\S+): contact-1 is written to by (\w+)$/.exec(sentence) ?? [];
    return minute === undefined ? [] : [`${minute} ${channel}`];
  });

const gpIsTurnedTo = (sentences: readonly string[]): string | undefined =>
  sentences.find((sentence) => /gp is written to/.test(sentence))?.replace(/:.*/, '');

const goesWell: TryEnds = () => 'sent';
const endsIn =
  (ends: Partial<Record<Channel, ReturnType<TryEnds>>>): TryEnds =>
  (recipient, channel) =>
    recipient === 'contact-1' ? (ends[channel] ?? 'sent') : 'sent';

describe('who is silent is tried by each way in turn', () => {
  test.each<[what: string, step: Partial<Step>, tries: TryEnds, written: Tries, givenUpIn: string]>([
    ['an SMS, a call, an email', {}, goesWell, ['0 sms', '5 voice', '10 email'], '15'],
    ["in the policy's order", { channels: ['email', 'sms'] }, goesWell, ['0 email', '5 sms', '10 email'], '15'],
    ['one attempt is one way', { attempts: 1 }, goesWell, ['0 sms'], '15'],
    ['two attempts are two', { attempts: 2 }, goesWell, ['0 sms', '5 voice'], '15'],
    [
      'with more attempts than ways, round again',
      { attempts: 5, every: 'PT2M' },
      goesWell,
      ['0 sms', '2 voice', '4 email', '6 sms', '8 voice'],
      '15',
    ],
    ['for as long as an answer is waited for', { attempts: 10 }, goesWell, ['0 sms', '5 voice', '10 email'], '15'],
    ['and no longer', { attempts: 10, acknowledgeWithin: 'PT10M' }, goesWell, ['0 sms', '5 voice'], '10'],
    ['a single way again and again', { channels: ['sms'] }, goesWell, ['0 sms', '5 sms', '10 sms'], '15'],
    [
      'not now is an attempt: the next one goes by the next way',
      {},
      endsIn({ sms: 'failed-temporary' }),
      ['0 sms', '5 voice', '10 email'],
      '15',
    ],
    [
      'and it is tried again when its turn comes round',
      { attempts: 4, every: 'PT4M' },
      endsIn({ sms: 'failed-temporary' }),
      ['0 sms', '4 voice', '8 email', '12 sms'],
      '15',
    ],
    ['every way says not now: all were tried', {}, () => 'failed-temporary', ['0 sms', '5 voice', '10 email'], '15'],
    [
      'a way that fails for good gives way at once, and uses up no attempt',
      {},
      endsIn({ sms: 'failed-permanent' }),
      ['0 sms', '0 voice', '5 email', '10 voice'],
      '15',
    ],
    [
      'two of them one after the other',
      {},
      endsIn({ sms: 'failed-permanent', voice: 'failed-permanent' }),
      ['0 sms', '0 voice', '0 email', '5 email', '10 email'],
      '15',
    ],
    [
      'a later way that fails for good leaves the SMS to be answered, and takes nothing of its time',
      { attempts: 2 },
      endsIn({ voice: 'failed-permanent' }),
      ['0 sms', '5 voice', '5 email'],
      '15',
    ],
    [
      'all later ways fail for good: the SMS goes once more, and is waited for',
      {},
      endsIn({ voice: 'failed-permanent', email: 'failed-permanent' }),
      ['0 sms', '5 voice', '5 email', '5 sms', '10 sms'],
      '15',
    ],
    [
      'every way fails for good: nobody is waited for',
      {},
      endsIn({ sms: 'failed-permanent', voice: 'failed-permanent', email: 'failed-permanent' }),
      ['0 sms', '0 voice', '0 email'],
      '0',
    ],
  ])('%s', async (_what, step, tries, written, givenUpIn) => {
    const theCase = await tellingTheContact({ ...ofContacts(step), tries });
    const later = givenUpIn === '0' ? [] : await theCase.during('PT20M');

    expect([...theCase.first, ...triesAtTheContact(later)]).toEqual(written);
    if (givenUpIn !== '0') expect(gpIsTurnedTo(later)).toBe(givenUpIn);
  });

  test('every way fails for good: the next recipient is told in the same minute', async () => {
    const theCase = await caseOnPaper({ tries: (recipient) => (recipient === 'gp' ? 'sent' : 'failed-permanent') });
    await theCase.hears(clientAnswers);

    expect(gpIsTurnedTo(await theCase.hears(decided('contact-1', 'gp')))).toBe('0');
  });
});

describe('a vendor says later that a message failed for good', () => {
  test.each<[what: string, after: string, channel: Channel, atOnce: Tries, later: Tries, givenUpIn: string]>([
    ['the SMS, which is the last: the call, at once', 'PT2M', 'sms', ['2 voice'], ['7 email', '12 voice'], '17'],
    ['the call, which is the last: the email, at once', 'PT6M', 'voice', ['6 email'], ['11 sms'], '15'],
    ['the SMS, while the call is the last: nothing at once', 'PT6M', 'sms', [], ['10 email', '15 voice'], '20'],
    ['the SMS, when all ways were tried: the call once more', 'PT14M', 'sms', [], ['15 voice'], '20'],
    ['the email, which is the last: round again, at once', 'PT11M', 'email', ['11 sms'], [], '15'],
    ['a way that is still to come: it is passed over', 'PT2M', 'voice', [], ['5 email', '10 sms'], '15'],
  ])('%s', async (_what, after, channel, atOnce, later, givenUpIn) => {
    const theCase = await tellingTheContact();
    await theCase.after(after);

    expect(triesAtTheContact(await theCase.hears(fails('contact-1', channel)))).toEqual(atOnce);
    const done = await theCase.during('PT20M');
    expect(triesAtTheContact(done)).toEqual(later);
    expect(gpIsTurnedTo(done)).toBe(givenUpIn);
  });

  test('whoever is reached by the next way only has the whole time to answer', async () => {
    const theCase = await tellingTheContact(ofContacts({ attempts: 1 }));
    await theCase.after('PT14M');
    await theCase.hears(fails('contact-1', 'sms'));

    expect(gpIsTurnedTo(await theCase.during('PT20M'))).toBe('29');
  });

  test('only after they were given up: the next way is still tried', async () => {
    const theCase = await tellingTheContact(ofContacts({ attempts: 1 }));
    await theCase.after('PT20M');

    expect(triesAtTheContact(await theCase.hears(fails('contact-1', 'sms')))).toEqual(['20 voice']);
  });

  test('only after they were given up, and other ways did reach them: they stay given up', async () => {
    const theCase = await tellingTheContact();
    await theCase.after('PT20M');
    const done = [...(await theCase.hears(fails('contact-1', 'email'))), ...(await theCase.during('PT1H'))];

    expect(triesAtTheContact(done)).toEqual([]);
  });

  test('of every way, one after the other: nobody is waited for any more', async () => {
    const theCase = await tellingTheContact();
    await theCase.hears(fails('contact-1', 'email'));
    await theCase.hears(fails('contact-1', 'sms'));

    expect(gpIsTurnedTo(await theCase.hears(fails('contact-1', 'voice')))).toBe('0');
  });

  test('of the same way twice: once is enough', async () => {
    const theCase = await tellingTheContact();
    await theCase.hears(fails('contact-1', 'sms'));

    expect(await theCase.hears(fails('contact-1', 'sms'))).toEqual([]);
  });

  test('before the try itself is over: that try counts for nothing', async () => {
    const theCase = await tellingTheContact();
    theCase.willHearMeanwhile(fails('contact-1', 'voice'));

    expect(triesAtTheContact(await theCase.during('PT9M'))).toEqual(['5 voice', '5 email']);
  });

  test('of the SMS, before the call is over that goes meanwhile: the call counts', async () => {
    const theCase = await tellingTheContact();
    theCase.willHearMeanwhile(fails('contact-1', 'sms'));
    const done = await theCase.during('PT25M');

    expect(triesAtTheContact(done)).toEqual(['5 voice', '10 email', '15 voice']);
    expect(gpIsTurnedTo(done)).toBe('20');
  });

  test('of a recipient to whom no more is to go: nothing goes', async () => {
    const theCase = await tellingTheContact();
    await theCase.hears({ kind: 'consent-withdrawn', recipients: ['contact-1'] });
    for (const channel of channels) await theCase.hears(fails('contact-1', channel));

    expect(triesAtTheContact(await theCase.during('PT1H'))).toEqual([]);
  });
});

describe('who has read it and does not act', () => {
  test.each<[readIn: string, written: Tries]>([
    ['PT3M', ['30 sms']],
    ['PT7M', ['30 voice']],
    ['PT12M', ['30 email']],
  ])('read after %s: is asked once more, by the way that reached them last', async (readIn, written) => {
    const theCase = await tellingTheContact();
    await theCase.after(readIn);
    await theCase.hears(says('contact-1', 'acknowledged'));

    expect(triesAtTheContact(await theCase.during('PT1H'))).toEqual(written);
  });

  test('a way that said not now did not reach them', async () => {
    const theCase = await tellingTheContact({ tries: endsIn({ voice: 'failed-temporary' }) });
    await theCase.after('PT7M');
    await theCase.hears(says('contact-1', 'acknowledged'));

    expect(triesAtTheContact(await theCase.during('PT1H'))).toEqual(['30 sms']);
  });

  test('that way failed for good, as the vendor says later: by another that reached them, and not before it is time', async () => {
    const theCase = await tellingTheContact();
    await theCase.after('PT7M');
    await theCase.hears(says('contact-1', 'acknowledged'));

    expect(await theCase.hears(fails('contact-1', 'voice'))).toEqual([]);
    expect(triesAtTheContact(await theCase.during('PT1H'))).toEqual(['30 sms']);
  });

  test('the only way that reached them failed for good: by the next, and their time runs on', async () => {
    const theCase = await tellingTheContact();
    await theCase.hears(says('contact-1', 'acknowledged'));

    expect(await theCase.hears(fails('contact-1', 'sms'))).toEqual([]);
    const done = await theCase.during('PT1H');
    expect(triesAtTheContact(done)).toEqual(['30 voice']);
    expect(gpIsTurnedTo(done)).toBe('35');
  });

  test('every way failed for good: they are not asked, and still waited for, since something reached them', async () => {
    const theCase = await tellingTheContact();
    await theCase.hears(says('contact-1', 'acknowledged'));
    for (const channel of channels) expect(await theCase.hears(fails('contact-1', channel))).toEqual([]);

    const done = await theCase.during('PT1H');
    expect(triesAtTheContact(done)).toEqual([]);
    expect(gpIsTurnedTo(done)).toBe('35');
  });

  test('whom every way is known not to reach before the first try is over holds up nobody', async () => {
    const theCase = await caseOnPaper();
    await theCase.hears(clientAnswers);
    theCase.willHearMeanwhile(says('contact-1', 'acknowledged'));
    for (const channel of channels) theCase.willHearMeanwhile(fails('contact-1', channel));

    expect(gpIsTurnedTo(await theCase.hears(decided('contact-1', 'gp')))).toBe('0');
  });
});

test.each<[told: readonly Channel[], ways: readonly Channel[]]>([
  [['sms'], ['sms']],
  [['sms', 'sms'], ['sms']],
  [['sms', 'voice'], ['sms']],
  [
    ['sms', 'voice', 'email', 'sms'],
    ['sms', 'email'],
  ],
  [['voice', 'email'], ['email']],
  [['voice', 'voice'], ['voice']],
  [[], []],
])('who was told by %j hears that it is over by %j', (told, ways) => {
  expect(waysToSayItIsOver(told)).toEqual(ways);
});

describe('a case from before silence climbed the ladder', () => {
  const fromBefore = true;

  test('repeats the SMS to somebody silent', async () => {
    const theCase = await tellingTheContact({ fromBefore });

    expect(triesAtTheContact(await theCase.during('PT20M'))).toEqual(['5 sms', '10 sms']);
  });

  test('tries what says not now again by the same way, and the last of these attempts gives way to the next', async () => {
    const theCase = await tellingTheContact({ fromBefore, tries: endsIn({ sms: 'failed-temporary' }) });

    expect(triesAtTheContact(await theCase.during('PT14M'))).toEqual(['5 sms', '10 sms', '10 email']);
  });

  test('goes on to the next way when a vendor says later that the one in use failed for good, with the whole time', async () => {
    const theCase = await tellingTheContact({ fromBefore });
    await theCase.after('PT14M');

    expect(triesAtTheContact(await theCase.hears(fails('contact-1', 'sms')))).toEqual(['14 email']);
    expect(await theCase.hears(fails('contact-1', 'sms'))).toEqual([]);
    expect(gpIsTurnedTo(await theCase.during('PT20M'))).toBe('29');
  });
});

describe('whatever vendors make of it', () => {
  type Ending = Extract<DisclosureResult['kind'], 'sent' | 'failed-temporary' | 'failed-permanent'>;
  interface Fortune {
    readonly step: Step;
    /** What comes of one try after the other, and which way is reported to have failed for good after it. */
    readonly tries: readonly { readonly ends: Ending; readonly reported: Channel | null }[];
  }

  const anyFortune: fc.Arbitrary<Fortune> = fc.record({
    step: fc.record({
      recipients: fc.constant(['contact-1' as const]),
      channels: fc.uniqueArray(fc.constantFrom(...channels), { minLength: 1 }),
      attempts: fc.integer({ min: 1, max: 6 }),
      every: fc.constant('PT1M'),
      acknowledgeWithin: fc.constant('PT1H'),
    }),
    tries: fc.array(
      fc.record({
        ends: fc.constantFrom<Ending>('sent', 'sent', 'failed-temporary', 'failed-permanent'),
        reported: fc.option(fc.constantFrom(...channels), { freq: 4 }),
      }),
      { maxLength: 20 },
    ),
  });

  interface Gone {
    readonly channel: Channel;
    /** Failed for good before this try. */
    readonly failed: readonly Channel[];
  }

  /** Tries until nobody is tried any more. What the list does not tell of goes well. */
  function lived({ step, tries }: Fortune): { readonly gone: readonly Gone[]; readonly failed: readonly Channel[] } {
    const policy = pinPolicy({ ...defaultPolicy, steps: [step] });
    let state: CaseState = { ...openingState({ policy, immediacy: 'immediate' }), client: asked };
    let now: Instant = 0;
    const tell = (what: WhatHappened): void => {
      state = applyAct(state, { id: 'an-act', seq: state.actsSeen + 1, at: now, ...what });
    };
    tell(decided('contact-1'));
    const gone: Gone[] = [];
    const failed = new Set<Channel>();
    for (let next = nextStep(state, now); next.kind !== 'page-for-action'; next = nextStep(state, now)) {
      if (next.kind === 'wait') {
        now = next.until;
        continue;
      }
      if (next.kind !== 'disclose') throw new Error(`Nothing else was due, but ${next.kind} was.`);
      const [due] = next.disclosures;
      if (!due) throw new Error('Somebody is due, by no way.');
      const { ends, reported } = tries[gone.length] ?? { ends: 'sent', reported: null };
      gone.push({ channel: due.channel, failed: [...failed] });
      state = disclosed(state, { ...due, at: now }, { kind: ends });
      if (ends === 'failed-permanent') failed.add(due.channel);
      if (reported === null) continue;
      tell(fails('contact-1', reported));
      failed.add(reported);
    }
    return { gone, failed: [...failed] };
  }

  const asked = { askedAt: 0, windowEndsAt: 0 };

  const always = (property: (fortune: Fortune) => void): void =>
    fc.assert(fc.property(anyFortune, property), { seed: 16, numRuns: generatedLives });

  test('no way that failed for good is tried again', () =>
    always((fortune) => {
      for (const { channel, failed } of lived(fortune).gone) expect(failed).not.toContain(channel);
    }));

  test("never more attempts than the policy's by ways that work", () =>
    always((fortune) => {
      const { gone, failed } = lived(fortune);
      const counting = gone.filter(({ channel }) => !failed.includes(channel));
      expect(counting.length).toBeLessThanOrEqual(fortune.step.attempts ?? 0);
    }));

  test('with as many attempts as ways, nobody is given up before each way was tried or known to fail', () =>
    always((fortune) => {
      const step = { ...fortune.step, attempts: Math.max(fortune.step.attempts ?? 0, fortune.step.channels.length) };
      const { gone, failed } = lived({ ...fortune, step });
      const known = new Set([...gone.map(({ channel }) => channel), ...failed]);
      expect(step.channels.filter((channel) => !known.has(channel))).toEqual([]);
    }));

  test('no way is tried a second time before each other that works was tried once', () =>
    always((fortune) => {
      const { gone } = lived(fortune);
      for (const [index, { channel, failed }] of gone.entries()) {
        const before = gone.slice(0, index).map((one) => one.channel);
        if (!before.includes(channel)) continue;
        const left = fortune.step.channels.filter((way) => !before.includes(way) && !failed.includes(way));
        expect(left).toEqual([]);
      }
    }));
});
