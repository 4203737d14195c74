import type { StaffKey } from '../../prisma/demo-data';
import { saveRota } from '../../records/rota/rotas';
import { recordMessageStatus } from '../../records/urgent-care/record-message-status';
import { type ApiUnderTest, createApiUnderTest, type Who } from '../support/api';

let api: ApiUnderTest;
beforeEach(async () => {
  api = await createApiUnderTest();
});
afterEach(() => api?.stop());

const path = '/v1/urgent-care/reachability';

interface Item {
  readonly clientId: string;
  readonly reachable: boolean;
  readonly problems: readonly { readonly of: string; readonly problem: string }[];
}
const items = async (who: Who): Promise<readonly Item[]> =>
  (await api.call(who, 'GET', path)).body['items'] as readonly Item[];
const problemsOf = async (clientId: string): Promise<readonly string[] | undefined> =>
  (await items('supervisor'))
    .find((item) => item.clientId === clientId)
    ?.problems.map(({ of, problem }) => `${of} ${problem}`);

test('every plan but the incomplete one can be carried out on the day it was set up', async () => {
  const before = await api.onRecord();
  const found = await items('supervisor');
  expect(found.map(({ clientId }) => clientId)).toEqual(api.demo.organisation.clients.map(({ id }) => id));
  const incomplete = api.demo.organisation.clients.filter(({ urgentCarePlan }) => !urgentCarePlan.complete);
  expect(found.filter(({ reachable }) => !reachable)).toEqual(
    incomplete.map(({ id }) => ({
      clientId: id,
      reachable: false,
      problems: [
        { of: 'contact-2', problem: 'plan-lacks' },
        { of: 'gp', problem: 'plan-lacks' },
        { of: 'contact-2', problem: 'no-valid-mobile' },
      ],
    })),
  );
  expect(await api.onRecord()).toEqual(before);
});

test('a practitioner sees their own clients’ plans, and those of nobody else', async () => {
  const { clients, staff } = api.demo.organisation;
  for (const who of ['practitioner', 'secondPractitioner'] as const) {
    const own = clients.filter(({ practitionerId }) => practitionerId === staff[who].id).map(({ id }) => id);
    expect(own.length).toBeGreaterThan(0);
    expect((await items(who)).map(({ clientId }) => clientId)).toEqual(own);
  }
});

describe('a duty clinician', () => {
  const shift = (who: StaffKey) => ({
    staffId: api.demo.organisation.staff[who].id,
    days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const,
    from: '00:00',
    to: '24:00',
  });
  /** Around the clock. */
  const onDuty = async (...clinicians: readonly StaffKey[]): Promise<void> => {
    const { id, name } = api.demo.organisation.staff.admin;
    const tiers = [
      { name: 'duty-clinician' as const, shifts: clinicians.map(shift), overrides: [] },
      { name: 'supervisor' as const, shifts: [shift('supervisor')], overrides: [] },
    ];
    await api.cases.transact((work) =>
      saveRota(work, { kind: 'staff', id, name }, { timeZone: 'Europe/London', tiers }),
    );
  };
  const seen = async (roles?: readonly string[]): Promise<readonly string[]> => {
    const { id: subject } = api.demo.organisation.staff.dutyClinician;
    const who = roles === undefined ? 'dutyClinician' : api.tokenWith({ subject, roles: [...roles] });
    const { body } = await api.call(who, 'GET', path);
    return (body['items'] as readonly Item[]).map(({ clientId }) => clientId);
  };

  test('sees the plan of a client whose case is open, on duty, and nobody else’s', async () => {
    const client = api.cases.client(0);
    await onDuty('dutyClinician');
    expect(await seen()).toEqual([]);
    await api.cases.raised(client);
    expect(await seen()).toEqual([client.id]);

    await onDuty();
    expect(await seen()).toEqual([]);
  });

  test('who treats clients too sees theirs as well', async () => {
    const [own, other] = [api.cases.client(0), api.cases.client(1)];
    await onDuty('dutyClinician');
    await api.asOwner('UPDATE clients SET practitioner_id = $1 WHERE id = $2', [
      api.demo.organisation.staff.dutyClinician.id,
      own.id,
    ]);
    await api.cases.raised(other);
    expect(await seen(['practitioner', 'duty-clinician'])).toEqual([own.id, other.id].toSorted());
    expect(await seen(['practitioner'])).toEqual([own.id]);
  });
});

test.each<[Who, number]>([
  ['dutyClinician', 200],
  ['supervisor', 200],
  ['dpo', 200],
  ['admin', 200],
  ['platform', 403],
])('%s is answered with %i', async (who, status) => {
  expect((await api.call(who, 'GET', path)).status).toBe(status);
});

test('no client of another organisation is in it', async () => {
  const theirs = await items('supervisorElsewhere');
  expect(theirs.map(({ clientId }) => clientId)).toEqual(api.demo.otherOrganisation.clients.map(({ id }) => id));
});

test('a contact whose number sent STOP is named until a message reaches them again', async () => {
  const client = api.cases.client(0);
  const { id, message } = await api.cases.toldCase(client);
  expect(await problemsOf(client.id)).toEqual([]);

  await reported(message.id, 'failed-permanent', '21610');
  expect(await problemsOf(client.id)).toEqual(['contact-1 opted-out-21610']);

  const second = await api.cases.told(id, 'contact-1');
  expect(await problemsOf(client.id)).toEqual(['contact-1 opted-out-21610']);
  await reported(second.id, 'delivered');
  expect(await problemsOf(client.id)).toEqual([]);
});

test('a second failure is named with the first', async () => {
  const client = api.cases.client(0);
  const { id, message } = await api.cases.toldCase(client);
  await reported(message.id, 'failed-permanent', '30005');
  await reported((await api.cases.told(id, 'contact-1')).id, 'failed-permanent', '30006');
  expect(await problemsOf(client.id)).toEqual(['contact-1 message-failed-permanently', 'contact-1 two-failures']);
});

test('90 days after set-up the contacts are to be confirmed, and not before', async () => {
  const dayMs = 24 * 60 * 60_000;
  const { id } = api.cases.client(0);
  api.setClock({ ms: 90 * dayMs - 60_000 });
  expect(await problemsOf(id)).toEqual([]);
  api.setClock({ ms: 90 * dayMs + 60_000 });
  expect(await problemsOf(id)).toEqual(['contact-1 unconfirmed', 'contact-2 unconfirmed']);
});

test('where nobody is on duty by the rota, the practitioner has no cover', async () => {
  await api.cases.transact((work) =>
    saveRota(work, api.cases.staff('admin'), { timeZone: 'Europe/London', tiers: [] }),
  );
  expect(await problemsOf(api.cases.client(0).id)).toEqual(['practitioner no-cover']);
});

test('after a death there is no plan to carry out', async () => {
  const { id } = api.cases.client(0);
  await api.asOwner('UPDATE clients SET held = true WHERE id = $1', [id]);
  expect(await problemsOf(id)).toBeUndefined();
});

const reported = (dispatchId: string, status: 'delivered' | 'failed-permanent', errorCode: string | null = null) =>
  api.cases.transact((work) => recordMessageStatus(work, { dispatchId, status, errorCode, vendorId: 'SM-1' }));
