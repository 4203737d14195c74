import { caseForms } from '../../api/console/cases/form-words';
import { areas } from '../../api/console/console';
import { refusalOf, refusalOfFaults } from '../../api/console/frame/refusal';
import { frameForms } from '../../api/console/frame/words';
import { privacyForms } from '../../api/console/privacy/words';
import { rotaForms } from '../../api/console/rota/words';
import { refusalWords } from '../../api/console/words';
import { type Problem, problemOf } from '../../api/http/problems';
import { conflict, type FieldFault, type HeedError, invalidFields, invalidInput } from '../../records/errors';
import { places } from '../support/contract-table';

/** What was refused of a form is said in the form's own words, and leads to the field that must be mended. */

const fields = { 'outcome/kind': 'outcome', 'not-later': 'until' };
const said = (error: HeedError) => refusalOf(problemOf(error), refusalWords(caseForms), fields);

describe('a field that is not as it should be', () => {
  test.each<[FieldFault, string, string]>([
    [{ path: 'note', message: 'must not be empty' }, 'What you wrote must not be empty.', 'note'],
    [{ path: 'outcome/note', message: 'must not be empty' }, 'How you know must not be empty.', 'note'],
    [
      { path: 'outcome/kind', message: 'Invalid option: expected "x"' },
      'What came of it must be one of these.',
      'outcome',
    ],
    [
      { path: 'recipients', message: 'Too small: expected array to have >=1 items' },
      'Whom must be at least one.',
      'recipients',
    ],
    [{ path: 'recipients/0', message: 'Invalid option: expected "gp"' }, 'Whom must be one of these.', 'recipients'],
    [{ path: 'until', message: 'Invalid ISO datetime' }, 'Until when must be a date and a time.', 'until'],
    [
      { path: 'reason', message: 'Too big: expected string to have <=5000 characters' },
      'Your reason must have at most 5000 characters.',
      'reason',
    ],
    [{ path: 'whatever', message: 'Invalid input: expected string' }, 'The form must be filled in.', 'whatever'],
  ])('%j: %s', (fault, text, field) => {
    const { list, beside } = said(invalidFields('The request is not as it should be', [fault]));
    expect(list).toEqual([{ text, href: `#${field}` }]);
    expect(beside).toEqual({ [field]: { text } });
  });

  test.each<[FieldFault, string]>([
    [
      {
        path: 'tiers/1/shifts/2',
        message: 'two are on duty at once: tiers/1/shifts/0 (mon) and tiers/1/shifts/2 (mon) overlap',
      },
      'Shift 3: two are on duty at once: shift 1 (mon) and shift 3 (mon) overlap.',
    ],
    [
      { path: 'tiers/0/overrides/0/from', message: 'Invalid ISO datetime' },
      'Stand-in 1, from: must be a date and a time.',
    ],
  ])('in a list %j: %s', (fault, text) => {
    const inList = (path: string): string => path;
    expect(refusalOf(problemOf(invalidFields('Refused', [fault])), refusalWords(rotaForms), inList)).toEqual({
      list: [{ text, href: `#${fault.path}` }],
      beside: { [fault.path]: { text } },
    });
  });

  test.each([
    [caseForms, 'Who called must be filled in.'],
    [privacyForms, 'Who did it must be filled in.'],
    [undefined, 'The form must be filled in.'],
  ])('is said in the words of its own room', (forms, text) => {
    const { beside } = refusalOfFaults([{ path: 'by', message: 'Invalid input' }], refusalWords(forms));
    expect(beside['by']).toEqual({ text });
  });

  test('of the form as a whole leads nowhere', () => {
    expect(said(invalidFields('Refused', [{ path: '', message: 'is too much' }]))).toEqual({
      list: [{ text: 'The form is too much.' }],
      beside: {},
    });
  });

  test('twice has its first fault beside it, and both above', () => {
    const faults = ['must not be empty', 'must be at least a sentence'].map((message) => ({ path: 'reason', message }));
    const { list, beside } = said(invalidFields('Refused', faults));
    expect(list).toHaveLength(2);
    expect(beside['reason']).toEqual({ text: 'Your reason must not be empty.' });
  });
});

test('a sentence for whoever wrote a program is said otherwise, and leads to what it is about', () => {
  expect(said(invalidInput('not-later', 'until: name a moment that is still to come.'))).toEqual({
    list: [{ text: 'Until when must be a moment that is still to come.', href: '#until' }],
    beside: { until: { text: 'Until when must be a moment that is still to come.' } },
  });
});

test('a sentence that anybody reads is said as it is', () => {
  const { list } = said(conflict('owner-already', 'Ruth Ellery owns this case already.'));
  expect(list).toEqual([{ text: 'Ruth Ellery owns this case already.' }]);
});

test('what the table of mandates says of each stands with it', () => {
  const ruling = { recipient: 'gp', tier: 'summary', row: 9, result: 'refused', offers: ['Talk with them again.'] };
  const { list } = said(invalidInput('no-mandate', 'Without a mandate nobody is told.', { rulings: [ruling] }));
  expect(list.map(({ text }) => text)).toEqual([
    caseForms.refusal?.['no-mandate'],
    'The GP: May not be told. Talk with them again.',
  ]);
});

test.each([
  ['needs-second-approval', 4, 'They were not heard, and the law safeguards them (row 4).'],
  ['refused', 4, 'This ground is closed: They were not heard, and the law safeguards them (row 4).'],
  ['refused', 9, null],
  ['refused', null, null],
])('what %s on row %s rests on is said in words', (result, row, ground) => {
  const ruling = { recipient: 'gp', tier: 'summary', row, result, offers: [] };
  const { list } = said(invalidInput('override-refused', 'Refused.', { rulings: [ruling] }));
  const verdict =
    result === 'refused' ? 'The GP: May not be told.' : 'The GP: May be told if a second person approves it.';
  expect(list[1]).toEqual({ text: [verdict, ...(ground === null ? [] : [ground])].join(' ') });
});

test('no word is kept for a problem that nobody is answered', () => {
  const answered = new Set(places.flatMap(({ endpoint }) => Object.keys(endpoint.problems ?? {})));
  const ofAnyForm: Problem['name'][] = ['request-in-flight', 'idempotency-key-reused'];
  for (const name of ofAnyForm) answered.add(name);
  const kept = [frameForms, ...areas.map(({ forms }) => forms)].flatMap((forms) => Object.keys(forms?.refusal ?? {}));
  expect(kept.filter((name) => !answered.has(name))).toEqual([]);
});
