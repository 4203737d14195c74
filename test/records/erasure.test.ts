import { wholeCaseView } from '../../api/console/cases/case-view';
import { reviewFiles } from '../../api/console/cases/review-files';
import { recordClientEvent } from '../../records/client-events/client-events';
import { takePaymentFailure } from '../../records/client-events/payment-failed';
import {
  categoryOfNotice,
  erasedWithTheirSubject,
  holdNothingOfClients,
  theirOwn,
  whatIsKept,
} from '../../records/erasure/what-is-kept';
import { Prisma } from '../../records/generated/client';
import { newId } from '../../records/ids';
import { liftHolds, placeHold } from '../../records/retention/holds';
import { tellStaffOf } from '../../records/staff-notices/staff-notice';
import { raiseConcern } from '../../records/urgent-care/raise-concern';
import type { Work } from '../../records/work';
import type { ErasureOrder } from '../../workflows/erasure/contract';
import { type RetentionCategory, retentionCategories } from '../../workflows/retention/words';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { erasureCarriedOut, erasureOrdered, stepsOfErasure } from '../support/erased-on-record';
import { ordered as messageTo } from '../support/marketing-messages-on-record';
import { createRecordsUnderTest, type RecordsUnderTest, refusalOf, refused } from '../support/records';
import { wholePlan } from '../support/urgent-care-plans';
import { closedOnRecord, type WholeClient, wholeClient } from '../support/whole-client';

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());

const ordered = (client: WholeClient, categories?: readonly RetentionCategory[]) =>
  erasureOrdered(here, client.id, categories);
const carriedOut = (order: ErasureOrder) => erasureCarriedOut(underTest.records, order);
const steps = () => stepsOfErasure(underTest.records);

const erasure = (id: string) => here.transact(({ db }) => db.erasure.findUniqueOrThrow({ where: { id } }));

const someoneErasable = async (number: number): Promise<WholeClient> => {
  const client = await wholeClient(here, number);
  await closedOnRecord(underTest, client);
  return client;
};

/** Tables in which this text stands, in any column of any row, as it is stored. */
async function tablesWith(text: string): Promise<readonly string[]> {
  const tables = await underTest.asOwner<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await underTest.asOwner(`SELECT FROM ${name} t WHERE strpos(t::text, $1) > 0 LIMIT 1`, [text]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

/** What platforms are yet to hear of somebody. */
const stillToldOf = async ({ id }: { readonly id: string }): Promise<readonly string[]> =>
  (
    await underTest.asOwner<{ type: string }>(
      `SELECT DISTINCT type FROM webhook_deliveries t WHERE strpos(t::text, $1) > 0 ORDER BY 1`,
      [id],
    )
  ).map(({ type }) => type);

test('every table is known: it holds something of clients, or it does not', async () => {
  const tables = await underTest.asOwner<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
     AND relname <> '_prisma_migrations'`,
  );
  const ofClients = Object.values(whatIsKept).flatMap((category) => category.tables.map(({ table }) => table));
  const known = new Set<string>([...ofClients, theirOwn, ...erasedWithTheirSubject, ...holdNothingOfClients]);
  expect(tables.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
  expect([...known].filter((name) => !tables.some((table) => table.name === name))).toEqual([]);
});

test('every notice to staff about a client goes with what it is about', () => {
  const whose = { clientId: newId(), addresses: [], asked: retentionCategories };
  const eventsOfClients = ['booking-cancelled', 'payment-failed', 'new-client', 'client-objects'];
  const forgotten = Object.entries(categoryOfNotice).filter(([notice, category]) => {
    if (category === null) return false;
    const kind = eventsOfClients.includes(notice) ? "' || kind || '" : notice;
    return !whatIsKept[category].processes?.(whose).sql.includes(`staff-notice/${kind}/`);
  });
  expect(forgotten).toEqual([]);
});

test('of a whole client something is on record in every table that can hold something of clients', async () => {
  const { id } = await wholeClient(here, 1);
  const addresses = await here.transact(async (work) => {
    const { mobileIndex, emailIndex } = await work.db.client.findUniqueOrThrow({ where: { id } });
    return [mobileIndex, emailIndex].filter((index) => index !== null);
  });
  const empty: string[] = [];
  for (const { tables } of Object.values(whatIsKept)) {
    for (const { table, of } of tables) {
      const whose = { clientId: id, addresses, asked: retentionCategories };
      const found = await here.transact(({ db }) =>
        db.$queryRaw<unknown[]>(Prisma.sql`SELECT FROM ${Prisma.raw(table)} WHERE ${of(whose)} LIMIT 1`),
      );
      if (found.length === 0) empty.push(table);
    }
  }
  // Enrolments and sign-ups stay until what hangs on them is gone; nobody has answered in this case by SMS.
  expect(empty).toEqual(['inbound_messages', 'enrolments', 'sign_ups']);
});

test('of whom everything is asked for and nothing is held, nothing is left but proof', async () => {
  const client = await someoneErasable(2);
  const order = await ordered(client);
  const receipt = await carriedOut(order);

  expect(await erasure(order.erasureId)).toMatchObject({ status: 'done', sealed: null });
  expect(receipt).toMatchObject({ asked: retentionCategories, held: {}, erased: { account: { clients: 1 } } });
  expect(receipt.keyDestroyedAt).not.toBeNull();
  expect(JSON.stringify(receipt)).not.toContain(client.id);
  expect(await tablesWith(client.id)).toEqual(['audit_entries', 'erasure_histories', 'erasures', 'webhook_deliveries']);
  expect(await stillToldOf(client)).toEqual(['erasure.completed']);
  expect(await tablesWith(client.signUpId)).toEqual(['erasure_histories']);
  expect(await tablesWith(client.caseId)).toEqual(['audit_entries', 'erasure_histories']);
  expect(await underTest.inKeys('SELECT FROM data_keys WHERE subject_id = $1', [client.id])).toEqual([]);
});

test('what they wrote goes with a key of its own, and a message to them alone becomes one to nobody', async () => {
  const client = await someoneErasable(11);
  const written = await here.transact(async (work) => {
    const { mobileIndex } = await work.db.client.findUniqueOrThrow({ where: { id: client.id } });
    return work.db.inboundMessage.findFirstOrThrow({ where: { senderIndex: mobileIndex } });
  });
  const keyOf = () => underTest.inKeys('SELECT FROM data_keys WHERE subject_id = $1', [written.id]);
  expect(await keyOf()).toHaveLength(1);
  const audience = { clientIds: [client.id] };
  const messageId = await here.transact((work) => messageTo(work, here.caller('admin'), 'courses', { audience }));
  await carriedOut(await ordered(client));
  expect(await keyOf()).toEqual([]);
  const [message] = await underTest.asOwner<{ client_ids: string[] }>(
    'SELECT client_ids FROM marketing_messages WHERE id = $1',
    [messageId],
  );
  expect(message?.client_ids).toEqual(['00000000-0000-0000-0000-000000000000']);
});

test('nobody who was erased gets a key again', async () => {
  const client = await someoneErasable(3);
  await carriedOut(await ordered(client));
  const late = here.transact((work) => work.seal(client.id, 'A late word.'));
  await expect(late).rejects.toMatchObject({ problem: 'erased' });
});

test('what is held stays, the rest goes, and the receipt says by what kind of hold', async () => {
  const client = await someoneErasable(4);
  const dpo = { kind: 'staff', id: here.organisation.staff.dpo.id, name: 'The DPO' } as const;
  await here.transact((work) =>
    placeHold(work, dpo, client.id, { categories: ['cases'], reason: 'A claim is pending.', reviewOn: '2027-01-01' }),
  );
  const order = await ordered(client);
  const receipt = await carriedOut(order);
  expect(await erasure(order.erasureId)).toMatchObject({ status: 'held' });
  expect(receipt).toMatchObject({ held: { cases: ['hold'] }, keyDestroyedAt: null });
  expect(JSON.stringify(receipt)).not.toContain('claim');

  const left = await here.transact(async (work) => ({
    client: await work.db.client.findUniqueOrThrow({ where: { id: client.id } }),
    cases: await work.db.case.count({ where: { clientId: client.id } }),
    notes: await work.db.note.count({ where: { clientId: client.id } }),
  }));
  expect(left).toMatchObject({ cases: 1, notes: 0, client: { mobileIndex: null, emailIndex: null, code: null } });
  expect(await here.transact((work) => work.open(client.id, left.client.sealed))).toMatchObject({ lastName: '' });

  // Nothing begins about somebody whose account is gone.
  const raised = {
    clientId: client.id,
    about: null,
    concern: 'Late.',
    immediacy: 'significant',
    doneSoFar: '',
  } as const;
  const late = here.transact((work) => raiseConcern(work, here.caller('supervisor'), raised));
  await expect(late).rejects.toMatchObject({ fault: 'not-found' });

  await here.transact((work) => liftHolds(work, dpo, client.id));
  const whole = await carriedOut(order);
  expect(await erasure(order.erasureId)).toMatchObject({ status: 'done' });
  expect(whole.keyDestroyedAt).not.toBeNull();
  expect(await tablesWith(client.id)).toEqual(['audit_entries', 'erasure_histories', 'erasures', 'webhook_deliveries']);
});

test('a case that is held is opened and taken out whole once the account of its client has gone', async () => {
  const client = await someoneErasable(17);
  const dpo = { kind: 'staff', id: here.organisation.staff.dpo.id, name: 'The DPO' } as const;
  const hold = { categories: ['cases', 'plan'], reason: 'A claim is pending.', reviewOn: '2027-01-01' } as const;
  await here.transact((work) => placeHold(work, dpo, client.id, hold));
  await carriedOut(await ordered(client));

  const params = { caseId: client.caseId };
  for (const key of ['dpo', 'supervisor'] as const) {
    const asked = (work: Work) => ({ work, caller: here.caller(key), params, query: {}, given: {} });
    const shown = await here.transact((work) => wholeCaseView(asked(work)));
    expect(shown.timeline.length).toBeGreaterThan(0);
    // Nobody treats them any more: the plan is kept, and not for who looks at the case.
    expect(shown.recipients.map(({ phone }) => phone)).not.toContain(wholePlan.contacts[0].mobile);
    for (const review of reviewFiles) {
      const taken = await here.transact((work) => review.file(asked(work)));
      expect((await taken.bytes()).length).toBeGreaterThan(0);
    }
  }
});

test('an open case keeps everything', async () => {
  const client = await wholeClient(here, 5);
  const order = await ordered(client);
  const receipt = await carriedOut(order);
  expect(receipt.erased).toEqual({});
  expect(receipt.held).toEqual(Object.fromEntries(retentionCategories.map((one) => [one, ['open-case']])));
  expect(await here.transact(({ db }) => db.client.count({ where: { id: client.id, erasedAt: null } }))).toBe(1);
});

test('a hold that is placed meanwhile keeps what has not gone yet', async () => {
  const client = await someoneErasable(6);
  const order = await ordered(client, ['notes', 'consent-forms']);
  await steps().eraseCategory({ ...order, category: 'notes' });
  const dpo = { kind: 'staff', id: here.organisation.staff.dpo.id, name: 'The DPO' } as const;
  await here.transact((work) =>
    placeHold(work, dpo, client.id, {
      categories: ['notes', 'consent-forms'],
      reason: 'A claim.',
      reviewOn: '2027-01-01',
    }),
  );
  const receipt = await carriedOut(order);
  expect(receipt.erased).toHaveProperty('notes.notes', 1);
  expect(receipt.held).toEqual({ notes: ['hold'], 'consent-forms': ['hold'] });
  expect(await here.transact(({ db }) => db.consentForm.count({ where: { clientId: client.id } }))).toBeGreaterThan(0);
});

test('a hold that races the erasure of what it holds keeps it, or comes too late: never half', async () => {
  const client = await someoneErasable(10);
  const order = await ordered(client, ['notes']);
  const dpo = { kind: 'staff', id: here.organisation.staff.dpo.id, name: 'The DPO' } as const;
  const hold = { categories: ['notes'], reason: 'A claim.', reviewOn: '2027-01-01' } as const;
  await Promise.all([
    steps().eraseCategory({ ...order, category: 'notes' }),
    here.transact((work) => placeHold(work, dpo, client.id, hold)),
  ]);
  const left = await here.transact(async ({ db }) => ({
    notes: await db.note.count({ where: { clientId: client.id } }),
    summaries: await db.clientSummary.count({ where: { clientId: client.id } }),
    erased: await db.erasureStep.count({ where: { erasureId: order.erasureId, step: 'erase/notes' } }),
  }));
  expect([
    { notes: 1, summaries: 1, erased: 0 },
    { notes: 0, summaries: 0, erased: 1 },
  ]).toContainEqual(left);
});

test('a receipt is not given while something is there that was ordered', async () => {
  const client = await someoneErasable(7);
  const order = await ordered(client);
  expect(await steps().verifyAndGiveReceipt(order)).toBe('goes-on');
  expect(await erasure(order.erasureId)).toMatchObject({ status: 'under-way', receipt: null });
});

const inboundOf = (caseId: string) => here.transact(({ db }) => db.inboundMessage.findMany({ where: { caseId } }));

/** What this client's number wrote in somebody else's case. */
async function wroteInCaseOf(other: WholeClient, client: WholeClient): Promise<void> {
  await here.transact(async (work) => {
    const { mobileIndex } = await work.db.client.findUniqueOrThrow({ where: { id: client.id } });
    const { organisationId, at } = work;
    const sealed = await work.seal(organisationId, { from: '', text: 'Yes' });
    const row = { id: newId(), organisationId, vendorId: newId(), caseId: other.caseId, taken: 'answer', at, sealed };
    await work.db.inboundMessage.create({ data: { ...row, senderIndex: mobileIndex } });
  });
}

test('what a number wrote in the case of somebody else stays theirs, and keeps nobody', async () => {
  const [client, other] = [await someoneErasable(11), await someoneErasable(12)];
  await wroteInCaseOf(other, client);
  const order = await ordered(client);
  expect(await carriedOut(order)).toMatchObject({ erased: { account: { clients: 1 } } });
  expect(await erasure(order.erasureId)).toMatchObject({ status: 'done' });
  expect(await inboundOf(other.caseId)).toMatchObject([{ clientId: null }]);
});

test('an erasure of everything is not done while the row of its client still stands', async () => {
  const [client, other] = [await someoneErasable(13), await someoneErasable(14)];
  await wroteInCaseOf(other, client);
  await underTest.asOwner('UPDATE inbound_messages SET client_id = $1 WHERE case_id = $2', [client.id, other.caseId]);
  const order = await ordered(client);
  await expect(carriedOut(order)).rejects.toThrow('inbound_messages');
  expect(await erasure(order.erasureId)).toMatchObject({ status: 'under-way', receipt: null });
});

test('nothing is heard any more of a client whose account has gone', async () => {
  const client = await someoneErasable(15);
  await carriedOut(await ordered(client, ['notes', 'account']));
  const { id: clientId } = client;
  const cancelled = { clientId, kind: 'booking-cancelled', source: newId(), at: new Date() } as const;
  await expect(here.transact((work) => recordClientEvent(work, cancelled))).rejects.toMatchObject({
    fault: 'not-found',
  });
  const payment = { clientId, eventId: newId(), at: new Date() };
  expect(await here.transact((work) => takePaymentFailure(work, payment))).toBe(false);
  expect(await here.transact(({ db }) => db.clientEvent.count({ where: { clientId } }))).toBe(0);
});

test('what was written all the same about an emptied account leaves with the notices that it brought about', async () => {
  const client = await someoneErasable(16);
  await carriedOut(await ordered(client, ['notes', 'account']));
  const id = newId();
  await here.transact(async (work) => {
    const { organisationId, at } = work;
    const heard = {
      id,
      organisationId,
      clientId: client.id,
      kind: 'booking-cancelled',
      source: id,
      at,
      recordedAt: at,
    };
    await work.db.clientEvent.create({ data: heard });
    await tellStaffOf(work, 'booking-cancelled', id);
  });
  await carriedOut(await ordered(client));
  expect(await tablesWith(id)).toEqual(['erasure_histories']);
});

test('nothing but an erasure can delete a case', async () => {
  const client = await someoneErasable(8);
  const asked = here.transact(({ db }) => db.$executeRaw`DELETE FROM cases WHERE id = ${client.caseId}::uuid`);
  await expect(asked).rejects.toThrow(/permission denied/);
  expect(await refusalOf(underTest.asOwner('DELETE FROM clients WHERE id = $1', [client.id]))).toBe(
    refused.byForeignKey,
  );
});

test('outcomes are counted once, however often a step is tried', async () => {
  const counts = async (): Promise<Readonly<Record<string, number>>> => {
    const rows = await here.transact(({ db }) => db.outcomeCount.findMany());
    return Object.fromEntries(rows.map(({ measure, value, count }) => [`${measure} ${value}`, count]));
  };
  const before = await counts();
  await carriedOut(await ordered(await someoneErasable(9)));
  const after = await counts();
  const grown = (cell: string) => (after[cell] ?? 0) - (before[cell] ?? 0);
  expect([grown('cases-by-outcome client-safe'), grown('cases-by-immediacy significant')]).toEqual([1, 1]);
  expect(grown('sign-ups enrolled')).toBe(1);
});
