import pg from 'pg';
import { type Answer, answerOf } from '../../client/heed-client';
import { goesAt, jitterMs } from '../../workflows/retention/rules';
import type { ClientInWorld } from '../support/people';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

/** From the end of an enrolment to the beginning of the erasure, on a server that skips the year between. domain.md §5 */

let world: World;
let owner: pg.Pool;
beforeAll(async () => {
  world = await createWorld();
  owner = new pg.Pool({ connectionString: world.heed.database.ownerUrl, max: 2 });
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await world?.stop();
});

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
const asOwner = async <Row extends object>(sql: string, values: unknown[]): Promise<Row[]> =>
  (await owner.query<Row>(sql, values)).rows;

interface Row {
  readonly version: number;
  readonly standing: string;
  readonly notice_at: Date;
  readonly due_at: Date;
  readonly put_off_until: Date | null;
  readonly settled_at: Date | null;
}
const rowsOf = (enrolmentId: string): Promise<Row[]> =>
  asOwner('SELECT * FROM retentions WHERE enrolment_id = $1 ORDER BY version', [enrolmentId]);
const erasuresOf = (client: ClientInWorld) =>
  asOwner<{ basis: string; categories: string[]; requested_at: Date }>(
    'SELECT basis, categories, requested_at FROM erasures WHERE client_id = $1',
    [client.described.id],
  );
const viewOf = async ({ described }: ClientInWorld): Promise<Answer<'readRetention'>> => {
  const params = { path: { clientId: described.id } };
  return answerOf(await world.staff('dpo').heed.GET('/v1/clients/{clientId}/retention', { params }));
};

const mobileOf = ({ described: { mobile } }: ClientInWorld): string => mobile ?? '';

async function enrolled(client: ClientInWorld): Promise<string> {
  const { id: clientId, practitionerId } = client.described;
  const enrolment = { clientId, practitionerId, startedAt: '2024-01-08T09:00:00Z' };
  return answerOf(await world.platform.POST('/v1/enrolments', { body: enrolment })).id;
}

/** @param ago how long it has been over when it is told */
async function ends(enrolmentId: string, ago = 0): Promise<Date> {
  const endedAt = new Date(world.now().getTime() - ago);
  const params = { path: { enrolmentId } };
  const body = { endedAt: endedAt.toISOString(), reason: 'All six weeks.' };
  answerOf(await world.platform.POST('/v1/enrolments/{enrolmentId}/end', { params, body }));
  await world.settle();
  return endedAt;
}

/** The domain's time moves to this instant. */
const passUntil = async (instant: number): Promise<void> => {
  const leftMs = instant - world.now().getTime();
  if (leftMs > 0) await world.letPass(`PT${(leftMs / 1_000).toFixed(3)}S`);
};
const theOne = async (enrolmentId: string): Promise<Row> => {
  const [row, ...others] = await rowsOf(enrolmentId);
  if (!row || others.length > 0) throw new Error('There is not one deadline.');
  return row;
};

test('a year later: told thirty days before, and erased at the deadline, never before it', async () => {
  const client = world.client();
  const enrolmentId = await enrolled(client);
  await ends(enrolmentId);
  const { notice_at, due_at } = await theOne(enrolmentId);

  await passUntil(notice_at.getTime() - hourMs);
  expect(world.heed.sandbox.messages({ to: mobileOf(client) })).toEqual([]);
  await passUntil(notice_at.getTime() + jitterMs(enrolmentId) + 1_000);
  const told = await client.receivesSms(/will be deleted on .* get a copy first: http\S+\/k\/[\w-]{22}/);
  await client.receivesEmail(/What we keep about you will be deleted/);
  expect(told).toContain(
    new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' }).format(due_at),
  );
  await until('it is noticed', async () => (await theOne(enrolmentId)).standing === 'noticed');
  expect((await viewOf(client)).notice?.toldAt).not.toBeNull();

  await passUntil(due_at.getTime() - hourMs);
  expect(await erasuresOf(client)).toEqual([]);
  await passUntil(due_at.getTime() + jitterMs(enrolmentId) + 1_000);
  const [erasure] = await until('it is erased', async () => {
    const begun = await erasuresOf(client);
    return begun.length > 0 ? begun : undefined;
  });
  expect(erasure).toMatchObject({ basis: 'retention' });
  const lateMs = Number(erasure?.requested_at.getTime()) - due_at.getTime();
  expect(lateMs).toBeGreaterThanOrEqual(0);
  expect(lateMs).toBeLessThanOrEqual(15 * 60_000);
  expect(world.heed.sandbox.messages({ to: mobileOf(client) }).length).toBe(1);
});

test('whoever comes back before it keeps everything, and hears nothing more of it', async () => {
  const client = world.client();
  const enrolmentId = await enrolled(client);
  await ends(enrolmentId);
  const { due_at } = await theOne(enrolmentId);
  await passUntil(due_at.getTime() - hourMs);
  await enrolled(client);
  await world.settle();
  await passUntil(due_at.getTime() + dayMs);
  await world.settle();
  expect(await erasuresOf(client)).toEqual([]);
  expect((await theOne(enrolmentId)).standing).toBe('cancelled');
  const { status } = await world.heed.client.workflow.getHandle(`retention/${enrolmentId}/1`).describe();
  expect(status.name).toBe('TERMINATED');
});

test('an end that is recorded late moves nothing, but a week after the notice; the record says why', async () => {
  const client = world.client();
  const enrolmentId = await enrolled(client);
  await ends(enrolmentId, 364 * dayMs);
  const row = await until('the client is told', async () => {
    const one = await theOne(enrolmentId);
    return one.standing === 'noticed' ? one : undefined;
  });
  expect(row.put_off_until!.getTime()).toBeGreaterThan(row.due_at.getTime());
  const { putOff, categories } = await viewOf(client);
  expect(putOff).toMatchObject({
    until: row.put_off_until!.toISOString(),
    because: expect.stringMatching(/seven days/),
  });
  expect(categories[0]).toMatchObject({ goesAt: row.put_off_until!.toISOString() });

  const goes = goesAt({ dueAt: row.due_at, putOffUntil: row.put_off_until }).getTime();
  await passUntil(goes - 60_000);
  expect(await erasuresOf(client)).toEqual([]);
  await passUntil(goes + jitterMs(enrolmentId) + 1_000);
  await until('it is erased', async () => (await erasuresOf(client)).length > 0);
});
