import type { Reach } from '../../api/contract/endpoint';
import { type Role, roles } from '../../records/caller';
import { newId } from '../../records/ids';
import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';
import { type Place, pathTo, places } from '../support/contract-table';

/** The permission table, cell by cell: who may do what, as the contract says it. */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

interface Cell extends Place {
  readonly role: Role;
  readonly reach: Reach | undefined;
}

const table: readonly Cell[] = places.flatMap((place) =>
  roles.map((role) => ({ ...place, role, reach: place.endpoint.may[role] })),
);

const staffOf: Readonly<Record<Role, Who>> = {
  platform: 'platform',
  practitioner: 'practitioner',
  'duty-clinician': 'dutyClinician',
  supervisor: 'supervisor',
  dpo: 'dpo',
  admin: 'admin',
};

/** About records that are nobody's: whoever may is told so. */
const ask = ({ endpoint, at, role }: Cell): Promise<Reply> =>
  api.call(staffOf[role], endpoint.method.toUpperCase(), pathTo(at, newId), endpoint.example);
const refusesTheRole = ({ status, body }: Reply): boolean =>
  status === 403 && String(body['detail']).startsWith('This needs one of the roles');

test.each(table.filter(({ reach }) => reach === undefined))('$role may not: $name', async (cell) => {
  const before = await api.onRecord();
  expect(refusesTheRole(await ask(cell))).toBe(true);
  expect(await api.onRecord()).toEqual(before);
});

test.each(table.filter(({ reach }) => reach !== undefined))('$role may: $name ($reach)', async (cell) => {
  expect(refusesTheRole(await ask(cell))).toBe(false);
});
