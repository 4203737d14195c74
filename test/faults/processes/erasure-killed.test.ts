import { setMaxListeners } from 'node:events';
import { Connection } from '@temporalio/client';
import pg from 'pg';
import { beginErasure } from '../../../records/erasure/begin';
import type { Receipt } from '../../../records/erasure/receipt';
import { systemClock } from '../../../runtime/clock';
import { erasureQueue, erasureWorkflowId } from '../../../workflows/erasure/contract';
import { retentionCategories } from '../../../workflows/retention/words';
import { type CasesOnRecord, casesOnRecord } from '../../support/case-on-record';
import { type HeedWithoutWorker, startHeedWithoutWorker, testKeys } from '../../support/heed';
import { temporalServer } from '../../support/infrastructure';
import { createNamespace } from '../../support/namespaces';
import { until } from '../../support/until';
import { closedOnRecord, type WholeClient, wholeClient } from '../../support/whole-client';
import { wholeDump } from '../../support/whole-dump';
import { createTransactionDoor } from '../support/transaction-door';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process';

/**
 * `kill -9` of the worker in every step of an erasure, before its transaction commits and after; and between the ledger with
 * the keys and the record of it. Its replacement goes on, and the receipt is true each time.
 */

/** Each death costs the half minute after which Temporal gives a step up, so that several erasures die side by side. */
const patienceMs = 600_000;
const stepsInTurn = 4;

interface Death {
  readonly name: string;
  readonly at: 'commit' | 'committed';
  readonly door: 'records' | 'keys';
  /** Whether it dies in this step of the erasure, counted from 1. */
  readonly in: (step: number) => boolean;
}

const deaths: readonly Death[] = [
  ...(['commit', 'committed'] as const).flatMap((at) =>
    Array.from({ length: stepsInTurn }, (_, turn): Death => {
      const name = `${at === 'commit' ? 'before' : 'after'} the commit of each fourth step from ${turn + 1} on`;
      return { name, at, door: 'records', in: (step) => (step - 1) % stepsInTurn === turn };
    }),
  ),
  { name: 'before the keys are destroyed', at: 'commit', door: 'keys', in: () => true },
  { name: 'after the keys are destroyed, which is not on record yet', at: 'committed', door: 'keys', in: () => true },
];

interface Left {
  readonly died: readonly number[];
  readonly receipt: Receipt;
  readonly found: readonly string[];
  readonly keys: readonly string[];
}

let connection: Connection;
const told = new Map<string, Promise<Left>>();
beforeAll(async () => {
  // Each worker ends with this process, and says so to it.
  setMaxListeners(100, process);
  connection = await Connection.connect(temporalServer());
  for (const [index, death] of deaths.entries()) {
    const telling = tell(death, `erasure-deaths-${index}`);
    // Whichever test awaits it hears of a failure.
    telling.catch(() => undefined);
    told.set(death.name, telling);
  }
}, patienceMs);
afterAll(async () => {
  await Promise.allSettled(told.values());
  await connection?.close();
}, patienceMs);

test.each(deaths)(
  'killed $name',
  async ({ name }) => {
    const left = await told.get(name);
    expect(left?.died.length).toBeGreaterThan(0);
    expect(left?.receipt).toMatchObject({ asked: retentionCategories, held: {} });
    // Their row goes with the last of what hangs on it: a process that still writes makes another round of it.
    expect(rowsIn(left?.receipt, 'clients')).toBe(1);
    expect(rowsIn(left?.receipt, 'cases')).toBe(1);
    expect(left?.receipt.keyDestroyedAt).not.toBeNull();
    expect(left).toMatchObject({ found: [], keys: [] });
  },
  patienceMs,
);

test('a worker has died in every step', async () => {
  const all = await Promise.all(told.values());
  const steps = new Set(all.flatMap(({ died }) => died));
  // Ten categories, the histories, the keys, and the receipt.
  expect([...steps].filter((step) => step <= 13).sort((one, other) => one - other)).toEqual(
    Array.from({ length: 13 }, (_, index) => index + 1),
  );
});

const rowsIn = (receipt: Receipt | undefined, table: string): number =>
  Object.values(receipt?.erased ?? {}).reduce((sum, counts) => sum + (counts[table] ?? 0), 0);

async function tell(death: Death, namespace: string): Promise<Left> {
  const client = await createNamespace(connection, namespace);
  const heed = await startHeedWithoutWorker(client, systemClock, { relayEveryMs: 500 });
  try {
    const here = casesOnRecord(heed.records, heed.demo.organisation);
    const whose = await erasable(heed, here);
    const order = { clientId: whose.id, basis: 'rights-request', categories: retentionCategories } as const;
    const { id } = await here.transact((work) => beginErasure(work, order));
    const died = await carriedOutByMortals(heed, namespace, id, death);
    const { receipt } = await here.transact(({ db }) => db.erasure.findUniqueOrThrow({ where: { id } }));
    const dump = await wholeDump(heed.database.ownerUrl, heed.database.keysDatabaseUrl, testKeys);
    const found = dump.finds(whose.words);
    return { died, receipt: receipt as unknown as Receipt, found, keys: await heed.records.keys.known([whose.id]) };
  } finally {
    await heed.stop();
  }
}

async function erasable({ database }: HeedWithoutWorker, here: CasesOnRecord): Promise<WholeClient> {
  const whose = await wholeClient(here, 1);
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await closedOnRecord({ asOwner: async (sql, values) => (await owner.query(sql, values?.slice())).rows }, whose);
  await owner.end();
  return whose;
}

/** Resolves to the steps in which a worker died, when the erasure is done. */
async function carriedOutByMortals(
  heed: HeedWithoutWorker,
  namespace: string,
  erasureId: string,
  death: Death,
): Promise<readonly number[]> {
  const died = new Set<number>();
  let isOver = false;
  const stepUnderWay = async (): Promise<number | null> => {
    const { raw } = await heed.client.workflow.getHandle(erasureWorkflowId(erasureId)).describe();
    const id = raw.pendingActivities?.[0]?.activityId;
    return id ? Number(id) : null;
  };
  const watchOf = (door: Death['door']) => async (moment: string) => {
    if (moment !== death.at || door !== death.door) return;
    // Another process of this queue may be at work before the erasure is.
    const step = await stepUnderWay().catch(() => null);
    if (isOver || step === null || died.has(step) || !death.in(step)) return;
    died.add(step);
    await replace();
    await new Promise(() => undefined);
  };
  const records = await createTransactionDoor(heed.database.databaseUrl, watchOf('records'));
  const keys = await createTransactionDoor(heed.database.keysDatabaseUrl, watchOf('keys'));
  const ways = {
    namespace,
    databaseUrl: records.databaseUrl,
    keysDatabaseUrl: keys.databaseUrl,
    vendorsUrl: heed.sandbox.url,
  };
  let worker: Promise<WorkerProcess> = startWorkerProcess(heed, ways, erasureQueue);
  function replace(): Promise<WorkerProcess> {
    // Named at once, so that whoever ends the story ends the newest.
    worker = worker.then(async (dying) => {
      await dying.kill();
      return startWorkerProcess(heed, ways, erasureQueue);
    });
    return worker;
  }
  const { id: organisationId } = heed.demo.organisation;
  const isDone = () =>
    heed.records.withOrganisation(organisationId, new Date(), async ({ db }) => {
      const { status } = await db.erasure.findUniqueOrThrow({ where: { id: erasureId } });
      return status === 'done';
    });
  try {
    await until('the erasure is done', isDone, patienceMs, 500);
    return [...died];
  } finally {
    isOver = true;
    await (await worker).kill();
    await records.close();
    await keys.close();
  }
}
