import pg from 'pg';
import { sealAuditChains } from '../../records/audit/chain';
import type { Caller } from '../../records/caller';
import { writeSummary } from '../../records/clients/summaries';
import { HeedError } from '../../records/errors';
import { once } from '../../records/idempotency';
import { newId } from '../../records/ids';
import { writeNote } from '../../records/notes/notes';
import { outboxState } from '../../records/outbox';
import { clientWords, planOf, staffMember } from '../../records/people';
import { addEndpoint } from '../../records/platform-events/endpoints';
import { savePolicy } from '../../records/policies';
import { saveRota } from '../../records/rota/rotas';
import { recordHandover } from '../../records/urgent-care/handovers';
import { hearAcknowledgement, hearAnswers, hearWithdrawal } from '../../records/urgent-care/heard';
import { raiseConcern } from '../../records/urgent-care/raise-concern';
import { listCases, readCase, readTimeline } from '../../records/urgent-care/read-case';
import { recordDecision } from '../../records/urgent-care/record-decision';
import { recordEmergencyCall } from '../../records/urgent-care/record-emergency-call';
import { recordMessageStatus } from '../../records/urgent-care/record-message-status';
import { recordHumanOutcome, recordStandDown } from '../../records/urgent-care/record-outcome';
import { hasStep } from '../../records/urgent-care/step-tries';
import { openInformClient } from '../../records/urgent-care/steps/inform-client';
import { takeReply } from '../../records/urgent-care/take-reply';
import { heedItself, type Work } from '../../records/work';
import { recordRun } from '../../records/workflow-runs';
import { defaultPolicy } from '../../workflows/urgent-care/policy';
import { wholeAllocation } from '../support/allocation-on-record';
import { type CasesOnRecord, casesOnRecord, stepTools } from '../support/case-on-record';
import { wholeMessage } from '../support/marketing-messages-on-record';
import { wholeOptOut } from '../support/marketing-on-record';
import { createRecordsUnderTest, type RecordsUnderTest, refusalOf, refused } from '../support/records';
import { wholeRetention } from '../support/retention-on-record';
import { erasedSignUp, newcomer, wholeSignUp } from '../support/sign-up-on-record';

/** Kept by the migrations themselves; nobody but the owner may even look. */
const migrationsTable = '_prisma_migrations';

const { version: _version, ...policyBody } = defaultPolicy;

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
let elsewhere: CasesOnRecord;
/** A case of the other organisation, told to a contact, so that its every table has a row. */
let theirCase: { readonly id: string; readonly clientId: string; readonly dispatchId: string };
let tables: readonly string[];

beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
  elsewhere = casesOnRecord(underTest.records, underTest.demo.otherOrganisation);
  theirCase = await wholeCase(elsewhere);
  tables = (
    await underTest.asOwner<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
       AND relkind IN ('r', 'p', 'v', 'm', 'f') AND relname <> $1 ORDER BY 1`,
      [migrationsTable],
    )
  ).map(({ name }) => name);
});
afterAll(() => underTest?.stop());

describe('the database', () => {
  test('has no table without row-level security, forced on its owner too', async () => {
    const without = await underTest.asOwner<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relname = ANY($1) AND NOT (relrowsecurity AND relforcerowsecurity)`,
      [tables],
    );
    expect(tables.length).toBeGreaterThan(20);
    expect(without).toEqual([]);
  });

  test('keeps the one table that is nobody’s, of the migrations, from the service', async () => {
    const [may] = await underTest.asOwner<{ anything: boolean }>(
      `SELECT has_table_privilege('heed_app', '${migrationsTable}', 'SELECT, INSERT, UPDATE, DELETE') AS anything`,
    );
    expect(may).toEqual({ anything: false });
  });

  test('gives the service roles that stand under every policy', async () => {
    const strong = await underTest.asOwner(
      `SELECT rolname FROM pg_roles WHERE rolname IN ('heed_app', 'heed_directory', 'heed_erasure', 'heed_watch',
         'heed_keys_app')
       AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)`,
    );
    const known = await underTest.asOwner(
      `SELECT rolname FROM pg_roles WHERE rolname IN ('heed_app', 'heed_directory', 'heed_erasure', 'heed_watch',
         'heed_keys_app')`,
    );
    expect({ strong, known: known.length }).toEqual({ strong: [], known: 5 });
  });

  test('lets the service own nothing, make nothing, and become nobody who does', async () => {
    const [owned] = await underTest.asOwner(
      `SELECT (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS tables,
              (SELECT count(*)::int FROM pg_proc WHERE proowner = r.oid) AS functions,
              (SELECT count(*)::int FROM pg_namespace WHERE nspowner = r.oid) AS schemas,
              (SELECT count(*)::int FROM pg_database WHERE datdba = r.oid) AS databases,
              has_schema_privilege(r.oid, 'public', 'CREATE') AS creates,
              pg_has_role(r.oid, 'heed_owner', 'MEMBER') AS becomes_owner
       FROM pg_roles r WHERE rolname = 'heed_app'`,
    );
    expect(owned).toEqual({ tables: 0, functions: 0, schemas: 0, databases: 0, creates: false, becomes_owner: false });
  });

  test('shows the service nothing while no organisation is set', async () => {
    await asService(null, async (run) => {
      for (const table of tables) {
        expect({ table, owner: await rowsForOwner(table) }).not.toEqual({ table, owner: 0 });
        expect({ table, seen: await run(`SELECT * FROM ${table}`) }).toEqual({ table, seen: 0 });
      }
    });
  });

  test('lets nobody see, change, remove or add another organisation’s rows, in any table', async () => {
    const theirs = elsewhere.organisation.id;
    await asService(here.organisation.id, async (run) => {
      for (const table of tables) {
        const id = table === 'organisations' ? 'id' : 'organisation_id';
        const isTheirs = `WHERE ${id} = '${theirs}'`;
        const [copy] = await underTest.asOwner<{ row: string }>(
          `SELECT to_jsonb(t)::text AS row FROM ${table} t ${isTheirs} LIMIT 1`,
        );
        const insert = `INSERT INTO ${table} SELECT * FROM jsonb_populate_record(NULL::${table}, $1)`;
        expect({
          table,
          seen: await run(`SELECT * FROM ${table} ${isTheirs}`),
          changed: noneOf(await run(`UPDATE ${table} SET ${id} = ${id} ${isTheirs}`)),
          removed: noneOf(await run(`DELETE FROM ${table} ${isTheirs}`)),
          added: await run(insert, [copy?.row]),
        }).toEqual({ table, seen: 0, changed: 'none', removed: 'none', added: refused.byPrivilege });
      }
    });
  });

  test('lets nobody give a row of theirs to another organisation', async () => {
    await asService(here.organisation.id, async (run) => {
      const given = await run(`UPDATE clients SET organisation_id = '${elsewhere.organisation.id}'`);
      expect(given).toBe(refused.byPrivilege);
    });
  });
});

describe('through the stores, another organisation’s', () => {
  const words = { concern: 'A concern.', doneSoFar: '', about: null, immediacy: 'significant' } as const;
  const outcome = { kind: 'client-safe', note: 'Safe.' } as const;
  const cases: readonly (readonly [string, (work: Work, caller: Caller) => Promise<unknown>])[] = [
    ['client is read', (work) => clientWords(work, theirCase.clientId)],
    ['member of staff is read', (work) => staffMember(work, elsewhere.organisation.staff.supervisor.id)],
    ['client is worried about', (work, by) => raiseConcern(work, by, { ...words, clientId: theirCase.clientId })],
    ['case is read', (work, by) => readCase(work, by, theirCase.id)],
    ['timeline is read', (work, by) => readTimeline(work, by, theirCase.id, { limit: 50 })],
    [
      'case gets answers',
      (work, by) => hearAnswers(work, by, theirCase.id, { answers: [], callBack: true, via: 'phone' }),
    ],
    [
      'case gets a withdrawal',
      (work, by) => hearWithdrawal(work, by, theirCase.id, { recipients: 'all', via: 'phone' }),
    ],
    [
      'case gets an acknowledgement',
      (work, by) =>
        hearAcknowledgement(work, by, theirCase.id, { recipient: 'contact-1', answer: 'acting', via: 'phone' }),
    ],
    ['case is decided', (work, by) => recordDecision(work, by, theirCase.id, { kind: 'call', note: '' })],
    ['case is stood down', (work, by) => recordStandDown(work, by, theirCase.id, outcome)],
    ['case gets an outcome', (work, by) => recordHumanOutcome(work, by, theirCase.id, outcome)],
    [
      'case gets an emergency call',
      (work, by) => recordEmergencyCall(work, by, theirCase.id, { at: '2026-11-01T10:00:00Z', by: 'me', note: '' }),
    ],
    [
      'client is informed',
      async (work) =>
        openInformClient(work, stepTools, { ...(await elsewhere.order(theirCase.id)), windowMs: 600_000 }),
    ],
  ];

  test.each(cases)('%s: there is no such thing', async (_what, act) => {
    const before = await underTest.onRecord();
    const asked = here.transact((work) => act(work, here.caller('supervisor')));
    await expect(asked).rejects.toMatchObject({ name: HeedError.name, fault: 'not-found' });
    expect(await underTest.onRecord()).toEqual(before);
  });

  test('cases, plans, numbers and messages are as if they were not there', async () => {
    const { mobile } = elsewhere.organisation.clients[0]?.urgentCarePlan.contacts[0] ?? {};
    const before = await underTest.onRecord();
    const found = await here.transact(async (work) => ({
      plan: await planOf(work, theirCase.clientId),
      cases: (await listCases(work, here.caller('supervisor'), { limit: 100 })).items.map(({ id }) => id),
      status: await recordMessageStatus(work, {
        dispatchId: theirCase.dispatchId,
        status: 'failed-permanent',
        errorCode: '30005',
        vendorId: null,
      }),
    }));
    expect(found).toEqual({ plan: null, cases: [], status: false });
    expect(await underTest.onRecord()).toEqual(before);

    const reply = { vendorId: 'SM-from-their-contact', from: mobile ?? '', text: '1' };
    expect(await here.transact((work) => takeReply(work, reply))).toBe('not-read');
    const answered = await underTest.asOwner('SELECT FROM case_recipients WHERE acknowledgement IS NOT NULL');
    expect(answered).toEqual([]);
  });
});

test('fifty transactions of two organisations at once see each its own', async () => {
  const turns = Array.from({ length: 50 }, (_, turn) => (turn % 2 === 0 ? here : elsewhere));
  const seen = await Promise.all(
    turns.map((cases) =>
      cases.transact(async ({ db }) => {
        const first = await db.client.findMany({ select: { organisationId: true } });
        const second = await db.staff.findMany({ select: { organisationId: true } });
        return new Set([...first, ...second].map(({ organisationId }) => organisationId));
      }),
    ),
  );
  expect(seen).toEqual(turns.map(({ organisation }) => new Set([organisation.id])));
});

test('what arrives before its organisation is known sees the directory and the outbox, and nothing with words in it', async () => {
  const { records } = underTest;
  expect(await records.withDirectory((db) => db.directoryEntry.count())).toBeGreaterThan(0);
  expect(await records.withDirectory((db) => db.outboxEntry.count())).toBeGreaterThan(0);
  await expect(records.withDirectory((db) => db.client.count())).rejects.toThrow(/permission denied/);
  await expect(records.withDirectory((db) => db.dispatch.count())).rejects.toThrow(/permission denied/);
});

describe('a row hangs only on rows of its own organisation', () => {
  const copied = (table: string, where: string, changes: object): Promise<unknown> =>
    underTest.asOwner(
      `INSERT INTO ${table} SELECT (jsonb_populate_record(t, $1)).* FROM ${table} t WHERE ${where} LIMIT 1`,
      [JSON.stringify(changes)],
    );
  const ourOrganisation = () => ({ organisation_id: here.organisation.id });

  test('a case of one organisation with a client of another is refused', async () => {
    const ours = { id: newId(), code: 'ZZZZ', status: 'aftercare', owner_id: here.organisation.staff.supervisor.id };
    const asked = copied('cases', `id = '${theirCase.id}'`, { ...ours, ...ourOrganisation() });
    expect(await refusalOf(asked)).toBe(refused.byForeignKey);
  });

  test('a case that another organisation’s member of staff owns is refused', async () => {
    const ours = { id: newId(), code: 'ZZZZ', status: 'aftercare', owner_id: here.organisation.staff.supervisor.id };
    expect(await refusalOf(copied('cases', `id = '${theirCase.id}'`, ours))).toBe(refused.byForeignKey);
  });

  test('a client whom another organisation’s practitioner treats is refused', async () => {
    const asked = copied('clients', `id = '${theirCase.clientId}'`, {
      id: newId(),
      code: null,
      practitioner_id: here.organisation.staff.practitioner.id,
    });
    expect(await refusalOf(asked)).toBe(refused.byForeignKey);
  });

  test.each([
    ['consent_forms', { id: newId() }],
    ['interests', { id: newId(), ended_at: '2026-11-01T00:00:00Z', ended_because: 'opted-out' }],
  ])('%s of one organisation about a client of another are refused', async (table, ours) => {
    expect(await refusalOf(copied(table, 'client_id IS NOT NULL', { ...ours, ...ourOrganisation() }))).toBe(
      refused.byForeignKey,
    );
  });

  test.each([
    ['case_acts', { id: newId(), seq: 999 }],
    ['checkpoints', { id: newId(), kind: 'tell-client' }],
    ['consents', { id: newId() }],
    ['decisions', { id: newId() }],
    ['mandates', { id: newId() }],
    ['dispatches', { id: newId(), step_key: 'another' }],
    ['personal_links', { id: newId(), token_hash: '\\x00' }],
    ['timeline_entries', { id: newId(), seq: 999_999 }],
    ['case_recipients', { recipient: 'police' }],
    ['proposals', { decision_id: newId(), standing: 'fallen' }],
  ])('%s of one organisation in a case of another are refused', async (table, ours) => {
    const asked = copied(table, `case_id = '${theirCase.id}'`, { ...ours, ...ourOrganisation() });
    expect(await refusalOf(asked)).toBe(refused.byForeignKey);
  });
});

/** Either the statement as such is not allowed, or it finds no row that is its own. */
const noneOf = (answer: number | string): number | string =>
  answer === 0 || answer === refused.byPrivilege ? 'none' : answer;

type Run = (sql: string, values?: unknown[]) => Promise<number | string>;

/** As the service's own role, outside of all its code. Each statement answers its row count, or why it was refused. */
async function asService(organisation: string | null, work: (run: Run) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: underTest.database.databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    if (organisation) await client.query(`SELECT set_config('app.organisation', $1, true)`, [organisation]);
    await work(async (sql, values) => {
      await client.query('SAVEPOINT attempt');
      try {
        return (await client.query(sql, values)).rowCount ?? 0;
      } catch (error) {
        await client.query('ROLLBACK TO attempt');
        return error instanceof pg.DatabaseError ? (error.code ?? '') : String(error);
      }
    });
    await client.query('ROLLBACK');
  } finally {
    await client.end();
  }
}

async function rowsForOwner(table: string): Promise<number> {
  const [counted] = await underTest.asOwner<{ rows: number }>(`SELECT count(*)::int AS rows FROM ${table}`);
  return counted?.rows ?? 0;
}

async function wholeCase(cases: CasesOnRecord): Promise<typeof theirCase> {
  const { records } = underTest;
  const { organisation } = cases;
  const client = cases.client(0);
  const listens = { url: 'https://platform.example/heed', eventTypes: ['case.status-changed'] } as const;
  await cases.transact((work) => addEndpoint(work, heedItself, listens));
  const { id, message } = await cases.toldCase(client);
  await cases.proposes(id);
  await cases.clientInformed(id);
  const supervisor = organisation.staff.supervisor;
  await cases.transact(async (work) => {
    const by = { kind: 'staff', id: supervisor.id, name: supervisor.name } as const;
    await savePolicy(work, by, policyBody);
    await saveRota(work, by, { timeZone: 'Europe/London', tiers: [] });
    await takeReply(work, { vendorId: 'SM-theirs', from: '+447700900999', text: 'Who is this?' });
    const key = { credential: cases.caller('supervisor').credential, key: 'theirs', fingerprint: new Uint8Array(32) };
    await once(work, key, async () => ({ status: 200, body: {} }));
    await recordRun(work, `urgent-care/${id}`, newId());
    await hasStep(work, await cases.order(id), 1);
    const to = underTest.demo.otherOrganisation.staff.dutyClinician.id;
    await recordHandover(work, cases.caller('supervisor'), id, { kind: 'offer', to, note: '' });
    await writeNote(work, cases.caller('practitioner'), client.id, 'Slept badly.');
    await writeSummary(work, cases.caller('supervisor'), client.id, { kind: 'risk', text: 'Feels safe at home.' });
    await wholeRetention(work, by, {
      clientId: cases.client(1).id,
      practitionerId: organisation.staff.practitioner.id,
    });
    await wholeSignUp(work, cases.caller('supervisor'), newcomer(1));
    await erasedSignUp(work, cases.caller('supervisor'), newcomer(3));
    const practitioners = [cases.caller('practitioner'), cases.caller('secondPractitioner')];
    await wholeMessage(work, cases.caller('admin'), client.id, 'evenings');
    await work.destroyKey(await wholeOptOut(work, client.id));
    await wholeAllocation(work, { supervisor: cases.caller('supervisor'), practitioners }, newcomer(2));
  });
  await sealAuditChains(records, new Date());
  expect((await outboxState(records)).waiting).toBeGreaterThan(0);
  return { id, clientId: client.id, dispatchId: message.id };
}
