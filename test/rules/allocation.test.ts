import fc from 'fast-check';
import { type Between, type Candidate, exclusionsOf, type Need, rank } from '../../workflows/sign-up/allocation';

/** domain.md §2.6: hard exclusions first, then specialism, language, accessibility, availability, caseload, preference. */

const need: Need = {
  on: '2026-11-20',
  presentingNeed: null,
  language: 'en',
  interpreter: null,
  accessibility: [],
  times: [],
  practitionerGender: null,
  modality: null,
};

const somebody = (practitionerId: string, also: Partial<Candidate> = {}): Candidate => ({
  practitionerId,
  specialisms: [],
  languages: ['en'],
  accessibility: [],
  availability: [],
  modalities: [],
  gender: null,
  registrationExpires: '2030-01-01',
  accepting: true,
  leaving: false,
  caseload: 0,
  caseloadLimit: 8,
  lastOfferedAt: null,
  between: [],
  ...also,
});

const order = (wanted: Partial<Need>, ...candidates: readonly Candidate[]): readonly string[] =>
  rank({ ...need, ...wanted }, candidates).ranking.map(({ practitionerId }) => practitionerId);
const reasonsOf = (wanted: Partial<Need>, candidate: Candidate): readonly string[] =>
  rank({ ...need, ...wanted }, [candidate]).ranking[0]?.reasons ?? [];

describe('who can’t be proposed at all', () => {
  test.each<[string, Partial<Candidate>, string]>([
    ['a conflict of interest', { between: ['conflict-of-interest'] }, 'conflict-of-interest'],
    ['the client’s refusal', { between: ['client-refuses'] }, 'client-refuses'],
    ['a registration that lapsed the day before', { registrationExpires: '2026-11-19' }, 'registration-lapsed'],
    ['a full caseload', { caseload: 8 }, 'caseload-full'],
    ['no place at all', { caseloadLimit: 0 }, 'caseload-full'],
    ['no new clients', { accepting: false }, 'not-accepting'],
    ['leaving', { leaving: true }, 'leaving'],
    ['having declined', { between: ['declined'] }, 'declined'],
    ['having been passed over', { between: ['passed-over'] }, 'passed-over'],
  ])('%s', (_why, also, exclusion) => {
    const perfect = somebody('a', { specialisms: ['grief'], ...also });
    expect(exclusionsOf(need, perfect)).toEqual([exclusion]);
    const { ranking, excluded } = rank({ ...need, presentingNeed: 'grief' }, [perfect, somebody('b')]);
    expect(ranking.map(({ practitionerId }) => practitionerId)).toEqual(['b']);
    expect(excluded).toEqual([{ practitionerId: 'a', reasons: [expect.stringMatching(/^[A-Z].*\.$/)] }]);
  });

  test('whose last day of registration is today can', () => {
    expect(order({}, somebody('a', { registrationExpires: need.on }))).toEqual(['a']);
  });

  test('every reason is named, where there are several', () => {
    const { excluded } = rank(need, [somebody('a', { leaving: true, caseload: 8, between: ['client-refuses'] })]);
    expect(excluded[0]?.reasons).toHaveLength(3);
  });
});

describe('the order of the others', () => {
  const wanted: Partial<Need> = {
    presentingNeed: 'Grief',
    language: 'cy-GB',
    accessibility: ['step-free', 'hearing-loop'],
    times: ['evenings', 'weekends'],
    practitionerGender: 'woman',
    modality: 'online',
  };
  /** Each has one thing less than the one before, in the order in which they count. */
  const all = {
    specialisms: ['grief '],
    languages: ['en', 'cy'],
    accessibility: ['step-free', 'hearing-loop'],
    availability: ['evenings', 'weekends'],
    gender: 'Woman',
    modalities: ['online'],
  };
  const falling: readonly [string, Partial<Candidate>][] = [
    ['everything', all],
    ['one of two preferences', { ...all, gender: 'man' }],
    ['no preference', { ...all, gender: 'man', modalities: [] }],
    ['less room', { ...all, caseload: 4 }],
    ['one of two times', { ...all, availability: ['weekends'] }],
    ['no time', { ...all, availability: [] }],
    ['one of two ways to get in', { ...all, accessibility: ['step-free'] }],
    ['no way to get in', { ...all, accessibility: [] }],
    ['another language', { ...all, languages: ['en'] }],
    ['another specialism', { ...all, specialisms: ['sleep'] }],
  ];

  test.each(
    falling.slice(1).map(([what, less], index) => [what, less, falling[index]![0], falling[index]![1]] as const),
  )('%s comes after %s', (_less, less, _more, more) => {
    // The worse one has the lower id, so that no tie could decide it.
    expect(order(wanted, somebody('a', less), somebody('b', more))).toEqual(['b', 'a']);
  });

  test('what counts earlier outweighs everything after it', () => {
    const specialist = somebody('b', { specialisms: ['grief'], languages: ['en'], caseload: 7 });
    expect(order(wanted, somebody('a', { ...all, specialisms: [] }), specialist)).toEqual(['b', 'a']);
  });

  test('a client who needs an interpreter is better off with whoever speaks that language', () => {
    const signing = { language: 'en', interpreter: 'bfi' };
    expect(order(signing, somebody('a'), somebody('b', { languages: ['bfi'] }))).toEqual(['b', 'a']);
    expect(reasonsOf(signing, somebody('a'))).toContain('Would work with you through an interpreter.');
  });

  test('one client more is no reason to prefer somebody; a quarter of the caseload is', () => {
    expect(order({}, somebody('a', { caseload: 1 }), somebody('b', { caseload: 2 }))).toEqual(['a', 'b']);
    expect(order({}, somebody('a', { caseload: 3 }), somebody('b', { caseload: 2 }))).toEqual(['b', 'a']);
  });

  test('gives a reason for each thing that was asked for, met or not, and for nothing else', () => {
    expect(reasonsOf(wanted, somebody('a'))).toEqual([
      'Works with many concerns, and does not specialise in what you come for.',
      'Does not speak your language.',
      'Can’t yet be reached in the ways that you need.',
      'Has no time when it suits you.',
      'Has plenty of room for new clients.',
      'Is not as you would prefer.',
    ]);
    expect(reasonsOf({}, somebody('a'))).toEqual(['Speaks your language.', 'Has plenty of room for new clients.']);
  });
});

describe('a tie', () => {
  const [never, lately, longAgo] = [
    somebody('c'),
    somebody('a', { lastOfferedAt: 2_000 }),
    somebody('b', { lastOfferedAt: 1_000 }),
  ];

  test('goes to whoever has waited longest for a new client, and then to whoever was here first', () => {
    expect(order({}, lately, longAgo, never)).toEqual(['c', 'b', 'a']);
    expect(order({}, somebody('b'), somebody('a'))).toEqual(['a', 'b']);
  });

  test('is explained to whoever it goes to, and to nobody else', () => {
    const [first, second, third] = rank(need, [lately, longAgo, somebody('d', { caseload: 7 })]).ranking;
    expect(first?.reasons.at(-1)).toMatch(/^Equal in all else .* waited longer/);
    for (const one of [second, third]) expect(one?.reasons.join()).not.toMatch(/Equal/);
    expect(rank(need, [somebody('b'), somebody('a')]).ranking[0]?.reasons.at(-1)).toMatch(/was here first/);
  });
});

/** Small vocabularies, so that people often have something in common. */
const some = <T>(...words: readonly T[]) => fc.subarray([...words]);
const anyNeed: fc.Arbitrary<Need> = fc.record({
  on: fc.constantFrom('2026-11-20', '2027-02-28'),
  presentingNeed: fc.constantFrom(null, 'grief', 'sleep'),
  language: fc.constantFrom('en', 'cy', 'fr-CA'),
  interpreter: fc.constantFrom(null, 'bfi'),
  accessibility: some('step-free', 'hearing-loop'),
  times: some('mornings', 'evenings', 'weekends'),
  practitionerGender: fc.constantFrom(null, 'woman', 'man'),
  modality: fc.constantFrom(null, 'online'),
});
const anyCandidates: fc.Arbitrary<readonly Candidate[]> = fc.uniqueArray(
  fc.record({
    practitionerId: fc.uuid(),
    specialisms: some('grief', 'sleep'),
    languages: some('en', 'cy', 'fr', 'bfi'),
    accessibility: some('step-free', 'hearing-loop'),
    availability: some('mornings', 'evenings', 'weekends'),
    modalities: some('online', 'in-person'),
    gender: fc.constantFrom(null, 'woman', 'man'),
    registrationExpires: fc.constantFrom('2026-11-19', '2026-11-20', '2028-01-01'),
    accepting: fc.boolean(),
    leaving: fc.boolean(),
    caseload: fc.nat(6),
    caseloadLimit: fc.nat(6),
    lastOfferedAt: fc.option(fc.nat(3)),
    between: some<Between>('conflict-of-interest', 'client-refuses', 'declined', 'passed-over'),
  }),
  { selector: ({ practitionerId }) => practitionerId, maxLength: 8 },
);
const holds = (property: (need: Need, candidates: readonly Candidate[]) => void): void =>
  fc.assert(fc.property(anyNeed, anyCandidates, property), { seed: 6, numRuns: 500 });

describe('whoever there is, and whatever is needed', () => {
  const byId = (candidates: readonly Candidate[], id: string): Candidate =>
    candidates.find(({ practitionerId }) => practitionerId === id)!;

  test('each is ranked or excluded, once, with a reason', () => {
    holds((anything, candidates) => {
      const { ranking, excluded } = rank(anything, candidates);
      const named = [...ranking, ...excluded].map(({ practitionerId }) => practitionerId);
      expect(named.toSorted()).toEqual(candidates.map(({ practitionerId }) => practitionerId).toSorted());
      for (const { reasons } of [...ranking, ...excluded]) expect(reasons.length).toBeGreaterThan(0);
    });
  });

  test('nobody is proposed who is excluded, and nobody over their limit', () => {
    holds((anything, candidates) => {
      for (const { practitionerId } of rank(anything, candidates).ranking) {
        const { between, registrationExpires, accepting, leaving, caseload, caseloadLimit } = byId(
          candidates,
          practitionerId,
        );
        expect({ between, accepting, leaving }).toEqual({ between: [], accepting: true, leaving: false });
        expect(registrationExpires >= anything.on).toBe(true);
        expect(caseload).toBeLessThan(caseloadLimit);
      }
    });
  });

  test('the order is the same in whatever order they are asked about', () => {
    fc.assert(
      fc.property(
        anyNeed,
        anyCandidates.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
        ),
        (anything, [candidates, shuffled]) => {
          expect(rank(anything, shuffled)).toEqual(rank(anything, candidates));
        },
      ),
      { seed: 6, numRuns: 500 },
    );
  });

  test('one more changes nothing in the order of the others', () => {
    holds((anything, candidates) => {
      const [extra, ...others] = candidates;
      const without = order(anything, ...others);
      expect(order(anything, ...candidates).filter((id) => id !== extra?.practitionerId)).toEqual(without);
    });
  });
});
