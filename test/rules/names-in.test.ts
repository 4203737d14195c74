import fc from 'fast-check';
import { namesIn, type PeopleToHide } from '../../records/notes/names-in';

/** A note names nobody. domain.md §2.7 */

const people: PeopleToHide = {
  names: ['Jo', "O'Brien-Żółkiewska", 'jo_b77', 'swift.12', '90210', 'Dr Ines Calloway', 'Zoë Brontë'],
  numbers: ['+447700900201', '+441214960001', '+12025550143'],
  homeAddress: 'Flat 3, 1 Station Road, Harrowby HR1 1AA',
};

const found = (text: string, hidden: PeopleToHide = people): readonly string[] =>
  namesIn(text, hidden).map(({ at, length }) => text.slice(at, at + length));

describe('a note tells nothing', () => {
  test.each([
    ['of words that hold a name', 'The journey enjoyed; major joy. Inessential calloways.'],
    ['of a title', 'Saw the dr, then a doctor.'],
    ['of dates and times', 'On 02/11/2026 at 09:30, and 2026-11-02 14:05, 02.11.2026 10 o’clock; 12-10-2026 2 pm.'],
    ['of scores and counts', 'PHQ-9 14, GAD-7 9; 3 of 10 sessions; 1 in 1000000.'],
    ['of the town alone', 'Moved to Harrowby.'],
    ['of a road that is another', 'Works on Station Street, takes the road to the station.'],
    ['of the client by their code', 'K7QXM slept badly.'],
    ['of the digits in a username', '12 sessions.'],
    ['at all', ''],
  ])('%s', (_what, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('is found', () => {
  test.each<[string, string, string[]]>([
    ['a first name, in any letter case', 'Then JO said, and jo left.', ['JO', 'jo']],
    ['a possessive', "Jo's sister", ['Jo']],
    ['each part of a last name', 'O’Brien; Zolkiewska; ŻÓŁKIEWSKA', ['Brien', 'Zolkiewska', 'ŻÓŁKIEWSKA']],
    ['a name without its accents', 'Zoe Bronte', ['Zoe', 'Bronte']],
    ['a name with accents that it has not', 'Jö', ['Jö']],
    ['a name with accents that stand apart', 'Zoe\u0308 came', ['Zoe\u0308']],
    ['a name in wide letters', 'Ｊｏ', ['Ｊｏ']],
    ['a name with something between that nobody sees', 'J\u200Bo', ['J\u200Bo']],
    ['a username of digits alone', 'known as 90210', ['90210']],
    ['a username', 'as jo_b77 online', ['jo', 'b77']],
    ['the GP’s name', 'wrote to Dr Calloway', ['Calloway']],
    ['an email address, whoever’s', 'write to any.body+x@mail.example now', ['any.body+x@mail.example']],
    ['the street, with and without the house', '1 Station Road; station  road', ['1 Station Road', 'station  road']],
    ['the postcode, however it is spaced', 'HR11AA, hr1 1aa', ['HR11AA', 'hr1 1aa']],
    ['several in one line', 'Jo, 07700 900201, a@b.example', ['Jo', '07700 900201', 'a@b.example']],
  ])('%s', (_what, text, places) => {
    expect(found(text)).toEqual(places);
  });

  test.each([
    '+447700900201',
    '+44 7700 900201',
    '+44 (0)7700 900 201',
    '0044 7700-900-201',
    '07700 900201',
    '07700.900.201',
    '(07700) 900 201',
    '7700900201',
    '0121 496 0001',
    '202-555-0143',
    '+1 (202) 555-0143',
    '020 7946 0958',
    '+33 6 12 34 56 78',
  ])('a number as in: %s', (number) => {
    expect(found(`Call ${number} now.`).join()).toContain(number.replace(/^\(|^\+44 |^0044 |^\+1 /, '').slice(-6));
    expect(found(`Call ${number} now.`)).toHaveLength(1);
  });

  test('a name of a script without spaces, within its sentence', () => {
    expect(found('今天李小龍来了', { ...people, names: ['李小龍'] })).toEqual(['李小龍']);
  });
});

test('a place is told once, and says what it is', () => {
  expect(namesIn('jo@calloway.example', people)).toEqual([{ at: 0, length: 19, what: 'an email address' }]);
  expect(namesIn('x Jo', people)).toEqual([{ at: 2, length: 2, what: 'a name' }]);
});

const letterCase = (name: string, upper: readonly boolean[]): string =>
  Array.from(name)
    .map((letter, index) => (upper[index % upper.length] ? letter.toUpperCase() : letter.toLowerCase()))
    .join('');
/** Text in which no name stands by itself. */
const words = fc.string({ unit: fc.constantFrom(...Array.from('xyzw ,.!?\n🙂é')) });

test('a name put anywhere, in any letter case, is found there', () => {
  const cases = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });
  const name = fc.constantFrom('Jo', 'Calloway', 'Brontë', 'Żółkiewska');
  fc.assert(
    fc.property(words, words, name, cases, (before, after, written, upper) => {
      const put = letterCase(written, upper);
      const text = `${before} ${put} ${after}`;
      expect(namesIn(text, people)).toEqual([{ at: before.length + 1, length: put.length, what: 'a name' }]);
    }),
  );
});

test('a name within a longer word is not', () => {
  const letters = fc.string({ unit: fc.constantFrom(...Array.from('xyzwé')), minLength: 1 });
  fc.assert(
    fc.property(letters, letters, fc.constantFrom('jo', 'Calloway'), (before, after, name) => {
      expect(namesIn(`${before}${name} ${name}${after} ${before}${name}${after}`, people)).toEqual([]);
    }),
  );
});
