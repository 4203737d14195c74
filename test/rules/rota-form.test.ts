import { formIn, formOf, tierIn } from '../../api/console/rota/tier-form';
import type { RotaTier } from '../../records/rota/rota';

/** A tier of the rota as the console's form shows it, and as it is sent. */

const london = 'Europe/London';
const now = new Date('2026-11-23T12:00:00Z');

/** What a browser sends of a form in which nothing was changed. */
function sent({ shifts, overrides }: ReturnType<typeof formOf>, go = 'save'): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = { go };
  for (const [at, { days, ...shift }] of shifts.entries()) {
    fields[`shifts/${at}/days`] = [...days];
    for (const [name, value] of Object.entries(shift)) fields[`shifts/${at}/${name}`] = value;
  }
  for (const [at, { was, ...override }] of overrides.entries()) {
    for (const [name, value] of Object.entries(override)) fields[`overrides/${at}/${name}`] = value;
    for (const [name, value] of Object.entries(was)) fields[`overrides/${at}/was/${name}`] = value;
  }
  return fields;
}

const tier: RotaTier = {
  name: 'duty-clinician',
  shifts: [
    { staffId: 'mina', days: ['mon'], from: '08:00', to: '20:00' },
    { staffId: 'bea', days: ['sat', 'sun'], from: '00:00', to: '24:00' },
  ],
  overrides: [
    // Both clocks of that night show 01:30.
    { staffId: 'nell', from: '2027-10-31T00:30:00Z', to: '2027-10-31T01:30:00Z' },
    { staffId: null, from: '2026-11-24T08:00:30+00:00', to: '2026-11-24T09:00:00+00:00' },
  ],
};

test('what nobody changed is sent as it was saved: whole days, seconds, and the hour that a clock shows twice', () => {
  const { shifts, overrides } = tierIn(formIn(sent(formOf(tier, london, now))), london);
  expect({ name: tier.name, shifts, overrides }).toEqual(tier);
});

test('who stood in until now stands in the form no more', () => {
  const over = { staffId: 'bea', from: '2026-11-23T10:00:00Z', to: '2026-11-23T12:00:00Z' };
  expect(formOf({ ...tier, overrides: [over] }, london, now).overrides).toEqual([]);
});

test.each([
  ['in winter', '2026-12-01T09:30', '2026-12-01T09:30:00.000Z'],
  ['in summer', '2027-06-01T09:30', '2027-06-01T08:30:00.000Z'],
  ['what is no moment stays as it is, for the contract to refuse', 'soon', 'soon'],
])('a moment is written by the clock of the rota: %s', (_when, written, instant) => {
  const fields = { ...sent(formOf(tier, london, now)), 'overrides/1/to': written };
  expect(tierIn(formIn(fields), london).overrides[1]?.to).toBe(instant);
});

describe('the buttons of the form', () => {
  const filledIn = formOf(tier, london, now);
  const who = (go: string, more: Record<string, string> = {}) => {
    const { shifts, overrides } = formIn({ ...sent(filledIn, go), ...more });
    return [shifts.map(({ staffId }) => staffId), overrides.map(({ staffId }) => staffId)];
  };

  test.each<[string, string[], string[]]>([
    ['save', ['mina', 'bea'], ['nell', 'nobody']],
    ['add/shifts', ['mina', 'bea', ''], ['nell', 'nobody']],
    ['add/overrides', ['mina', 'bea'], ['nell', 'nobody', '']],
    ['remove/shifts/0', ['bea'], ['nell', 'nobody']],
    ['remove/overrides/1', ['mina', 'bea'], ['nell']],
    ['remove/shifts/7', ['mina', 'bea'], ['nell', 'nobody']],
    ['remove/shifts/', ['mina', 'bea'], ['nell', 'nobody']],
  ])('%s', (go, shifts, overrides) => {
    expect(who(go)).toEqual([shifts, overrides]);
  });

  test('a row in which nothing was filled in is none', () => {
    expect(who('save', { 'shifts/2/staffId': '', 'shifts/2/from': '', 'shifts/2/to': '' })).toEqual(who('save'));
  });

  test('a row that was begun is one, so that what is missing is said', () => {
    expect(who('save', { 'shifts/10/from': '08:00' })[0]).toEqual(['mina', 'bea', '']);
  });
});
