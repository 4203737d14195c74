import { crisisLineForSms, crisisLines, notAnEmergencyService } from '../../workflows/shared/crisis-block';

/** domain.md §3, "The crisis block". */

describe('in the United Kingdom', () => {
  const lines = crisisLines('GB');

  test.each([
    ['immediate danger: 999 or A&E', /immediate danger.*999.*A&E/],
    ['NHS 111, option 2', /NHS 111.*option 2/],
    ['Samaritans', /Samaritans.*116 123/],
    ['Shout', /SHOUT to 85258/],
    ['BSL 999', /BSL 999/],
    ['text relay', /18000/],
  ])('%s', (_, words) => {
    expect(lines.filter(({ label }) => words.test(label))).toHaveLength(1);
  });

  test('danger comes first', () => {
    expect(lines[0]).toMatchObject({ number: '999' });
  });

  test.each(['999', '116123'])('%s can be dialled with a press', (number) => {
    expect(lines.map((line) => line.number)).toContain(number);
  });

  test('a number that can be dialled is one that the line names', () => {
    for (const { label, number } of lines) {
      if (number !== undefined) expect(label.replaceAll(' ', '')).toContain(number);
    }
  });

  test.each(['999', 'A&E', '111 option 2', '116 123', 'SHOUT to 85258'])('an SMS has room for %s', (words) => {
    expect(crisisLineForSms('GB')).toContain(words);
  });
});

describe.each([
  ['in another country', 'FR'],
  ['in a country that is not known', null],
  ['in a country that no list has', 'XX'],
])('%s', (_, country) => {
  test('the local emergency number, or 112', () => {
    expect(crisisLines(country)).toEqual([
      { label: expect.stringMatching(/local emergency number.*112/), number: '112' },
    ]);
    expect(crisisLineForSms(country)).toMatch(/local emergency number or 112/);
  });

  test('no number of the United Kingdom, which would not connect', () => {
    const all = [...crisisLines(country).map(({ label }) => label), crisisLineForSms(country)].join(' ');

    expect(all).not.toMatch(/999|111|116 123|85258|18000/);
  });
});

test('the statement', () => {
  expect(notAnEmergencyService).toBe('This is not an emergency service.');
});
