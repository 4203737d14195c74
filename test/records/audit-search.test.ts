import { sealAuditChains } from '../../records/audit/chain';
import { audit } from '../../records/audit/record';
import { type AuditQuestion, readAuditEntry, searchAudit } from '../../records/audit/search';
import { verifyOnRecord } from '../../records/audit/verify-on-record';
import type { Caller } from '../../records/caller';
import { heedItself, type Work } from '../../records/work';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { tampering } from '../support/tampers';

/** Who may look for entries, what is found, and that a look is an entry itself. docs/adr/0026 */

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
let elsewhere: CasesOnRecord;
let dpo: Caller;

beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
  elsewhere = casesOnRecord(underTest.records, underTest.demo.otherOrganisation);
  dpo = here.caller('dpo');
});
afterAll(() => underTest?.stop());
beforeEach(() => underTest.asOwner(tampering('TRUNCATE audit_entries, audit_seals')));

const at = (time: string): Date => new Date(`2026-03-02T${time}Z`);
const found = (asked: AuditQuestion, caller = dpo) => here.transact((work) => searchAudit(work, caller, asked));
const actionsOf = async (asked: AuditQuestion): Promise<readonly string[]> =>
  (await found(asked)).items.map(({ action }) => action);
const write = (one: CasesOnRecord, time: string, act: Omit<Parameters<typeof audit>[1], 'actor'>, by = heedItself) =>
  one.transactAt(at(time), (work) => audit(work, { actor: by, ...act }));
const entries = () =>
  underTest.asOwner<{ id: string; action: string; client_id: string | null; sealed: Buffer | null }>(
    'SELECT id, action, client_id, sealed FROM audit_entries ORDER BY seq',
  );

describe('of four entries, by four, about two', () => {
  let clients: readonly [string, string];
  let caseId: string;

  beforeEach(async () => {
    const jo = here.client(0);
    clients = [jo.id, here.client(1).id];
    caseId = await here.raised(jo);
    await underTest.asOwner(tampering('TRUNCATE audit_entries, audit_seals'));
    const [joId, other] = clients;
    await write(here, '09:00:00', { action: 'case.read', clientId: joId, caseId }, here.staff('supervisor'));
    await write(here, '10:00:00', { action: 'case.told', clientId: joId, words: 'The first contact was told.' });
    await write(here, '11:00:00', { action: 'hold.placed', clientId: other, words: 'A claim.' }, here.staff('dpo'));
    await write(here, '12:00:00', { action: 'access.refused', request: 'GET /v1/clients by somebody.' });
  });

  test.each<[string, () => AuditQuestion, readonly string[]]>([
    [
      'nothing in particular: all, the newest first',
      () => ({}),
      ['access.refused', 'hold.placed', 'case.told', 'case.read'],
    ],
    ['a member of staff', () => ({ by: { staffId: here.staff('supervisor').id } }), ['case.read']],
    ['a kind of whoever acted', () => ({ by: { kind: 'system' } }), ['access.refused', 'case.told']],
    ['a client', () => ({ clientId: clients[0] }), ['case.told', 'case.read']],
    ['a case', () => ({ caseId }), ['case.read']],
    ['what was done', () => ({ action: 'case.read' }), ['case.read']],
    ['how that begins', () => ({ action: 'case.' }), ['case.told', 'case.read']],
    ['a first instant, itself included', () => ({ from: at('11:00:00') }), ['access.refused', 'hold.placed']],
    ['the first that is too late', () => ({ until: at('11:00:00') }), ['case.told', 'case.read']],
    ['several at once', () => ({ clientId: clients[0], by: { kind: 'system' }, from: at('09:30:00') }), ['case.told']],
    ['what nobody did', () => ({ action: 'case.forgotten' }), []],
  ])('%s is looked for', async (_what, asked, actions) => {
    expect(await actionsOf(asked())).toEqual(actions);
  });

  test('each says who, what, about whom and in which case, by name', async () => {
    const { items } = await found({ action: 'case.read' });
    const { name } = here.staff('supervisor');
    expect(items).toMatchObject([
      {
        at: at('09:00:00'),
        by: { kind: 'staff', name },
        client: { id: clients[0] },
        case: { id: caseId },
        position: null,
      },
    ]);
    expect(items[0]?.client?.name).toMatch(/^Jo /);
    expect(items[0]?.case?.code).toMatch(/^[A-Z0-9]+$/);
  });

  test('the words of one are read by themselves, whoever’s key they are under', async () => {
    const words = await Promise.all(
      (await entries()).map(({ id }) => here.transact((work) => readAuditEntry(work, dpo, id))),
    );
    expect(words.map(({ said }) => said)).toEqual([
      { are: 'none' },
      { are: 'open', words: 'The first contact was told.' },
      { are: 'open', words: 'A claim.' },
      { are: 'open', words: 'GET /v1/clients by somebody.' },
    ]);
  });

  test('words that were altered, and those of somebody who was erased, are said to be that', async () => {
    const { id: erased } = await here.newClient();
    await write(here, '13:00:00', { action: 'hold.placed', clientId: erased, words: 'A claim.' });
    await underTest.asOwner(
      `UPDATE clients SET erased_at = now(), mobile_index = NULL, email_index = NULL, code = NULL WHERE id = '${erased}'`,
    );
    await underTest.inKeys('DELETE FROM data_keys WHERE subject_id = $1', [erased]);
    const [, told, , , held] = await entries();
    await underTest.asOwner(tampering(`UPDATE audit_entries SET sealed = sealed || '\\x00' WHERE id = '${told?.id}'`));
    const read = (id = '') => here.transact((work) => readAuditEntry(work, dpo, id));
    expect((await read(told?.id)).said).toEqual({ are: 'altered' });
    expect(await read(held?.id)).toMatchObject({ said: { are: 'erased' }, client: { id: erased, name: null } });
  });
});

test('a look is an entry itself, which names everybody of whom it showed something', async () => {
  const [one, other] = [here.client(0).id, here.client(1).id];
  await write(here, '09:00:00', { action: 'case.read', clientId: one });
  await write(here, '09:01:00', { action: 'case.read', clientId: other });
  await found({});
  const [, , look] = await entries();
  expect(look).toMatchObject({ action: 'audit.read', client_id: null });
  const words = await here.transact((work) =>
    work.open<{ words: string }>(work.organisationId, look?.sealed ?? Buffer.of()),
  );
  expect(words.words).toContain(one);
  expect(words.words).toContain(other);
});

test('a look at one client’s entries is found among them, and so is a look at one entry', async () => {
  const clientId = here.client(0).id;
  await write(here, '09:00:00', { action: 'case.read', clientId });
  await found({ clientId });
  const [first] = await entries();
  await here.transact((work) => readAuditEntry(work, dpo, first?.id ?? ''));
  expect(await actionsOf({ clientId })).toEqual(['audit-entry.read', 'audit.read', 'case.read']);
});

test('a look at what is about nobody is on record; one that found nothing showed nothing', async () => {
  await write(here, '09:00:00', { action: 'marketing-list.added', words: 'Newsletter' });
  await found({ action: 'marketing-list.added' });
  await found({ action: 'nothing.happened' });
  expect((await entries()).map(({ action }) => action)).toEqual(['marketing-list.added', 'audit.read']);
});

test('they come in pages of fifty, none twice and none left out, whatever is written meanwhile', async () => {
  const clientId = here.client(0).id;
  await here.transact(async (work) => {
    for (let count = 1; count <= 120; count += 1)
      await audit(work, { actor: heedItself, action: `entry.${count}`, clientId });
  });
  const seen: string[] = [];
  for (let before: bigint | null | undefined; before !== null; ) {
    const page = await found({ action: 'entry.', ...(before !== undefined && { before }) });
    seen.push(...page.items.map(({ action }) => action));
    before = page.next;
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => `entry.${120 - index}`));
});

test.each(['practitioner', 'dutyClinician', 'supervisor', 'admin'] as const)(
  'the %s neither looks for entries, nor reads one, nor checks the chain',
  async (who) => {
    await write(here, '09:00:00', { action: 'case.read' });
    const [entry] = await entries();
    const asked: readonly ((work: Work) => Promise<unknown>)[] = [
      (work) => searchAudit(work, here.caller(who), {}),
      (work) => readAuditEntry(work, here.caller(who), entry?.id ?? ''),
      (work) => verifyOnRecord(work, here.caller(who), 0),
    ];
    for (const ask of asked) await expect(here.transact(ask)).rejects.toMatchObject({ fault: 'forbidden' });
  },
);

test('nothing of another organisation is ever found, and its chain is not this one’s', async () => {
  const theirs = elsewhere.client(0).id;
  await write(elsewhere, '09:00:00', { action: 'case.read', clientId: theirs }, elsewhere.staff('supervisor'));
  const [entry] = await entries();
  await sealAuditChains(underTest.records, new Date());
  for (const asked of [
    {},
    { clientId: theirs },
    { by: { staffId: elsewhere.staff('supervisor').id } },
    { action: 'case.' },
  ]) {
    expect(await actionsOf(asked)).toEqual([]);
  }
  await expect(here.transact((work) => readAuditEntry(work, dpo, entry?.id ?? ''))).rejects.toMatchObject({
    fault: 'not-found',
  });
  const verified = await here.transact((work) => verifyOnRecord(work, dpo, 0));
  expect(verified).toEqual({ from: 1, upTo: 0, left: 0, broken: null, unlinked: 0 });
});

describe('the chain, as its officer checks it', () => {
  const verify = (after = 0) => here.transact((work) => verifyOnRecord(work, dpo, after));
  const position = (number: number): string =>
    `(SELECT entry_id FROM audit_seals WHERE position = ${number} AND organisation_id = '${here.organisation.id}')`;

  beforeEach(async () => {
    for (let count = 1; count <= 5; count += 1) {
      await write(here, `09:0${count}:00`, {
        action: `entry.${count}`,
        clientId: here.client(0).id,
        words: 'As it was.',
      });
    }
    await sealAuditChains(underTest.records, new Date());
  });

  test('is whole up to its last entry, and what is not linked yet is counted', async () => {
    await write(here, '10:00:00', { action: 'entry.6' });
    expect(await verify()).toEqual({ from: 1, upTo: 5, left: 0, broken: null, unlinked: 1 });
  });

  test('names the first entry that does not fit, as it reads now', async () => {
    await underTest.asOwner(
      tampering(`UPDATE audit_entries SET action = 'nothing.happened' WHERE id IN (${position(3)}, ${position(5)})`),
    );
    const { broken, upTo } = await verify();
    expect(upTo).toBe(2);
    expect(broken).toMatchObject({
      position: 3,
      entry: { action: 'nothing.happened', position: 3, at: at('09:03:00') },
    });
  });

  test('names the place of an entry that was taken away', async () => {
    await underTest.asOwner(tampering(`DELETE FROM audit_entries WHERE id = ${position(2)}`));
    expect(await verify()).toMatchObject({ upTo: 1, broken: { position: 2, entry: null } });
  });

  test('is checked from where it was left, and a link that it goes on from must be there', async () => {
    expect(await verify(3)).toMatchObject({ from: 4, upTo: 5, broken: null });
    await underTest.asOwner(tampering(`UPDATE audit_entries SET action = 'x.y' WHERE id = ${position(4)}`));
    expect(await verify(3)).toMatchObject({ upTo: 3, broken: { position: 4 } });
    expect(await verify(9)).toMatchObject({ broken: { position: 9, entry: null } });
  });

  test('that it was checked, by whom and with what result, is on record', async () => {
    await verify();
    await underTest.asOwner(tampering(`UPDATE audit_entries SET action = 'x.y' WHERE id = ${position(4)}`));
    await verify();
    const { items } = await found({ action: 'audit-chain.verified' });
    expect(items.map(({ by }) => by.name)).toEqual([here.staff('dpo').name, here.staff('dpo').name]);
    const said = await Promise.all(items.map(({ id }) => here.transact((work) => readAuditEntry(work, dpo, id))));
    expect(said.map((one) => one.said)).toEqual([
      { are: 'open', words: expect.stringContaining('entry 4 does not fit') },
      { are: 'open', words: expect.stringContaining('entries 1 to 5 are whole') },
    ]);
  });
});
