import type { ClientWords } from '../../records/people';
import { createPhones } from '../../records/phones';
import { permissionWords } from '../../records/urgent-care/labels';
import { asPinned } from '../../records/urgent-care/plan-of-case';
import { planLacks } from '../../records/urgent-care-plan/completeness';
import { type GivenPlan, planFaults } from '../../records/urgent-care-plan/faults';
import { planFrom } from '../../records/urgent-care-plan/save-plan';
import { max, robin, wholePlan } from '../support/urgent-care-plans';

/** domain.md §2.5 */

const [kit, noor] = wholePlan.contacts;
const { permissions } = wholePlan;
const withFirst = (changes: object): GivenPlan => ({ ...wholePlan, contacts: [{ ...kit, ...changes }, noor] });

describe('a plan lacks', () => {
  test('nothing when each of its items is there', () => {
    expect(planLacks(robin, wholePlan)).toEqual([]);
  });

  test('its three people when there is none', () => {
    expect(planLacks(robin, null)).toEqual(['gp', 'contact-1', 'contact-2']);
  });

  test.each([
    ['the GP', { gp: null }, ['gp']],
    ['a contact', { contacts: [kit, null] }, ['contact-2']],
    ['a name', withFirst({ name: null }), ['contact-1.name']],
    ['a mobile', withFirst({ mobile: null }), ['contact-1.mobile']],
    ['a relationship', withFirst({ relationship: null }), ['contact-1.relationship']],
    ['whether they are an adult', withFirst({ isAdult: null }), ['contact-1.isAdult']],
    ['whether they could be a danger', withFirst({ couldBeDanger: null }), ['contact-1.couldBeDanger']],
    ['to be sure of that', withFirst({ couldBeDanger: 'not-sure' }), ['contact-1.couldBeDanger']],
    [
      'every permission of one person',
      { permissions: { gp: permissions.gp, 'contact-1': permissions['contact-1'] } },
      ['contact-2.permissions.now', 'contact-2.permissions.emergency'],
    ],
    [
      'what may be told in an emergency',
      { permissions: { ...permissions, gp: { now: null } } },
      ['gp.permissions.emergency'],
    ],
  ])('%s', (_what, changes, lacks) => {
    expect(planLacks(robin, { ...wholePlan, ...(changes as object) })).toEqual(lacks);
  });

  test.each(['email', 'mobile', 'birthDate', 'homeAddress', 'country'] as const)('the %s of the client', (item) => {
    expect(planLacks({ ...robin, [item]: null }, wholePlan)).toEqual([item]);
  });

  test.each(['firstName', 'lastName'] as const)('the %s of the client, if it is empty', (item) => {
    expect(planLacks({ ...robin, [item]: '' }, wholePlan)).toEqual([item]);
  });

  test('no answer where the client said: at no tier', () => {
    const none = { now: null, emergency: null };
    const silentToAll = { gp: none, 'contact-1': none, 'contact-2': none };
    expect(planLacks(robin, { ...wholePlan, permissions: silentToAll })).toEqual([]);
  });

  test('no permission for who could be a danger, once it is said that they are told nothing', () => {
    const none = { now: null, emergency: null };
    const plan = { ...withFirst({ couldBeDanger: 'yes' }), permissions: { ...permissions, 'contact-1': none } };
    expect(planLacks(robin, plan)).toEqual([]);
  });
});

const at = new Date('2026-11-02T09:00:00Z');
const { isMobile } = createPhones(['+447700900']);
const faultsOf = (given: GivenPlan, client: Pick<ClientWords, 'mobile'> = robin, barred: readonly never[] = []) =>
  planFaults(given, { client, barred, isMobile, at }).map(({ path }) => path);

describe('a plan is refused for', () => {
  test('nothing when it is as it should be, nor for what is only missing', () => {
    expect(faultsOf(wholePlan)).toEqual([]);
    expect(faultsOf({ gp: null, contacts: [null, null], permissions: {}, neverContact: [] })).toEqual([]);
  });

  test.each<[string, GivenPlan, string[]]>([
    ['a contact with the client’s own number', withFirst({ mobile: robin.mobile }), ['contacts/0/mobile']],
    ['two contacts with one number', withFirst({ mobile: noor.mobile }), ['contacts/1/mobile']],
    ['a landline', withFirst({ mobile: '+441214960002' }), ['contacts/0/mobile']],
    ['a number with a zero too many', withFirst({ mobile: '+4407700900201' }), ['contacts/0/mobile']],
    ['a contact who is a child', withFirst({ isAdult: false }), ['contacts/0/isAdult']],
    ['a GP who cannot be reached', { ...wholePlan, gp: { ...wholePlan.gp, email: null, phone: null } }, ['gp']],
    ['a confirmation of tomorrow', withFirst({ confirmedAt: '2026-11-03T09:00:00.000Z' }), ['contacts/0/confirmedAt']],
    [
      'a permission for somebody who could be a danger',
      withFirst({ couldBeDanger: 'yes' }),
      ['permissions/contact-1/now', 'permissions/contact-1/emergency'],
    ],
    [
      'a summary to a contact',
      { ...wholePlan, permissions: { ...permissions, 'contact-2': { now: 'summary', emergency: 'summary' } } },
      ['permissions/contact-2/now', 'permissions/contact-2/emergency'],
    ],
  ])('%s', (_what, given, paths) => {
    expect(faultsOf(given)).toEqual(paths);
  });

  test('all of it at once, each item named', () => {
    const given = {
      ...withFirst({ mobile: robin.mobile, isAdult: false }),
      gp: { ...wholePlan.gp, email: null, phone: null },
    };
    expect(faultsOf(given)).toEqual(['gp', 'contacts/0/isAdult', 'contacts/0/mobile']);
  });

  test('a contact who has declined, by their number or by their name', () => {
    const barred = [{ who: { name: 'kit bellweather', addresses: ['+447700900201'] }, because: 'declined' }] as const;
    const context = { client: robin, barred, isMobile, at };
    expect(planFaults(withFirst({ name: 'Someone' }), context).map(({ path }) => path)).toEqual(['contacts/0']);
    expect(planFaults(withFirst({ mobile: max.mobile, name: 'KIT  Bellweather' }), context)).toHaveLength(1);
    expect(planFaults({ ...wholePlan, contacts: [max, noor] }, context)).toEqual([]);
  });
});

describe('what is put in force', () => {
  const none = { now: null, emergency: null };
  const dangerous: GivenPlan = {
    ...withFirst({ couldBeDanger: 'yes' }),
    permissions: { ...permissions, 'contact-1': none },
  };

  test('has who could be a danger on the never-contact list', () => {
    expect(planFrom(dangerous, null, at).neverContact).toEqual(['contact-1']);
  });

  test('is confirmed now, and stays confirmed as it was while person and number stay', () => {
    const before = planFrom(wholePlan, null, at);
    const later = new Date('2026-12-24T09:00:00Z');
    expect(before.contacts.map((contact) => contact?.confirmedAt)).toEqual([at.toISOString(), at.toISOString()]);
    const after = planFrom(withFirst({ mobile: max.mobile }), before, later);
    expect(after.contacts.map((contact) => contact?.confirmedAt)).toEqual([later.toISOString(), at.toISOString()]);
  });

  test('remembers who was listed and left, until the client names them again', () => {
    const before = planFrom({ ...wholePlan, neverContact: ['contact-1'] }, null, at);
    const without = planFrom({ ...wholePlan, contacts: [max, noor] }, before, at);
    expect(without.barred).toEqual([
      { who: { name: 'kit bellweather', addresses: [kit.mobile] }, because: 'never-contact' },
    ]);
    expect(planFrom(wholePlan, without, at).barred).toEqual([]);
  });
});

describe('the plan of a running case', () => {
  const of = (changes: Partial<GivenPlan>) =>
    asPinned(wholePlan, planFrom({ ...wholePlan, ...changes }, wholePlan, at));

  test('is the one it was opened with while nothing changes', () => {
    expect(of({})).toMatchObject({ ...wholePlan, contacts: [kit, noor] });
  });

  test('keeps its people when others take their place, and what the plan had permitted unasked is taken back', () => {
    const now = of({ contacts: [max, noor] });
    expect(now.contacts[0]).toMatchObject(kit);
    expect(now.permissions['contact-1']).toEqual({ now: null, emergency: null });
    expect(now.neverContact).toEqual([]);
  });

  test('follows a person to a new number, a corrected name and another place in the plan', () => {
    expect(of({ contacts: [{ ...kit, mobile: max.mobile }, noor] }).contacts[0]?.mobile).toBe(max.mobile);
    expect(of({ contacts: [{ ...kit, name: 'Kitty Bell' }, noor] }).contacts[0]?.name).toBe('Kitty Bell');
    const swapped = of({ contacts: [noor, kit] });
    expect(swapped.contacts).toMatchObject([kit, noor]);
  });

  test('bars who is listed now, in whichever place they stand, and who was listed before they left', () => {
    expect(of({ neverContact: ['contact-1'] }).neverContact).toEqual(['contact-1']);
    expect(of({ contacts: [noor, kit], neverContact: ['contact-2'] }).neverContact).toContain('contact-1');
    const listed = { ...wholePlan, neverContact: ['contact-1'] } as const;
    const afterwards = planFrom({ ...wholePlan, contacts: [max, noor] }, planFrom(listed, null, at), at);
    expect(asPinned(wholePlan, afterwards).neverContact).toEqual(['contact-1']);
    expect(asPinned(listed, planFrom({ ...wholePlan, contacts: [max, noor] }, null, at)).neverContact).toEqual([
      'contact-1',
    ]);
  });

  test('bars somebody who has declined', () => {
    const declined = [{ who: { name: 'kit bellweather', addresses: [] }, because: 'declined' }] as const;
    const current = { ...wholePlan, contacts: [null, noor], barred: declined } as const;
    expect(asPinned(wholePlan, current).neverContact).toEqual(['contact-1']);
  });

  test('lowers a permission that was lowered, and raises none', () => {
    const lowered = { ...permissions, 'contact-1': { now: 'attention', emergency: null } } as const;
    expect(of({ permissions: lowered }).permissions['contact-1']).toEqual({ now: 'attention', emergency: null });
    const raised = { ...permissions, 'contact-2': { now: 'concern', emergency: 'concern' } } as const;
    expect(of({ permissions: raised }).permissions['contact-2']).toEqual({ now: 'concern', emergency: null });
  });

  test('permits nothing unasked of somebody about whom the client has come to doubt', () => {
    const doubted = { ...kit, couldBeDanger: 'not-sure' } as const;
    expect(of({ contacts: [doubted, noor] }).permissions['contact-1']).toEqual({ now: 'concern', emergency: null });
  });

  test('writes to the practice it was opened with, whoever is the GP now', () => {
    const other = { name: 'Dr Colm Ashdown', practice: 'Ashdown Surgery', email: 'desk@ashdown.example', phone: null };
    expect(of({ gp: other }).gp).toEqual(wholePlan.gp);
    expect(of({ gp: { ...wholePlan.gp, email: 'new@calloway.example' } }).gp?.email).toBe('new@calloway.example');
  });
});

test('the client reads what they agree to in their own words', () => {
  expect(permissionWords('contact-1', 'emergency', 'concern')).toBe(
    'If I cannot be asked in an emergency, you may contact my first contact and tell them that there is concern for my wellbeing.',
  );
  expect(permissionWords('gp', 'now', null)).toBe('If you are concerned for me, do not tell my GP anything.');
});
