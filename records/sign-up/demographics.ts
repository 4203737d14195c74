/**
 * What a client may say of themselves, and nothing else: what is not asked for is not kept. Categories after the
 * harmonised standards of the Office for National Statistics. Saying nothing is not an answer and is not stored.
 * domain.md §2.1
 */
export const demographics = {
  gender: ['woman', 'man', 'non-binary', 'another'],
  sameGenderAsAtBirth: ['yes', 'no'],
  ethnicGroup: ['asian', 'black', 'mixed', 'white', 'another'],
  religion: ['none', 'buddhist', 'christian', 'hindu', 'jewish', 'muslim', 'sikh', 'another'],
  sexualOrientation: ['straight', 'gay-or-lesbian', 'bisexual', 'another'],
  disability: ['yes', 'no'],
  employment: ['employed', 'self-employed', 'unemployed', 'student', 'retired', 'carer', 'unable-to-work'],
} as const;

export const notSaid = 'prefer-not-to-say';

/** Without what was not said. */
export const saidOnly = (given: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) => (value === undefined || value === notSaid ? [] : [[key, value]])),
  );
