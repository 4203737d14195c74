import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { newId } from '../../records/ids';
import { registerInterest } from '../../records/interests/interests';
import { createWrapping } from '../../records/keys/wrapping';
import { recordOptOut } from '../../records/marketing/opt-outs';
import { isSuppressed, liftSuppression } from '../../records/marketing/suppressions';
import { clientWords } from '../../records/people';
import type { Records } from '../../records/records';
import { type RotatedIndexes, rotateIndexKeys } from '../../records/rotation/index-keys';
import { register } from '../../records/sign-up/register';
import { takeReply } from '../../records/urgent-care/take-reply';
import { heedItself, type Work } from '../../records/work';
import type { KeyRing } from '../../runtime/config';
import { createPayloadCodec } from '../../runtime/temporal/payload-codec';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { compiled } from '../support/compiled';
import { temporalServer } from '../support/infrastructure';
import { changeAddresses } from '../support/marketing-on-record';
import { createNamespace } from '../support/namespaces';
import { createRecordsUnderTest, newKeyRing, type RecordsUnderTest } from '../support/records';
import { newcomer } from '../support/sign-up-on-record';
import { until } from '../support/until';

/** The rings get new first keys while Heed goes on; afterwards an old key can go, unless something still needs it. */

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
beforeEach(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterEach(() => underTest?.stop());

const inOrganisation = <T>(records: Records, work: (work: Work) => Promise<T>): Promise<T> =>
  records.withOrganisation(underTest.demo.organisation.id, new Date(), work);

describe('the keys that the ring wraps', () => {
  const newFirst: KeyRing = newKeyRing('ring-2');
  const both = (): KeyRing => [...newFirst, ...underTest.config.ENCRYPTION_KEYS];
  const wrappedBy = async (id: string): Promise<number> =>
    (await underTest.records.keys.rewrapping.wrappedBy()).get(id) ?? 0;

  let namespace: string;
  beforeAll(async () => {
    namespace = `rotation-${newId()}`;
    const connection = await Connection.connect({ address: temporalServer().address });
    await createNamespace(connection, namespace);
    await connection.close();
  });
  const environment = (encryptionKeys: KeyRing): NodeJS.ProcessEnv => ({
    ...process.env,
    DATABASE_URL: underTest.config.DATABASE_URL,
    KEYS_DATABASE_URL: underTest.config.KEYS_DATABASE_URL,
    ENCRYPTION_KEYS: written(encryptionKeys),
    INDEX_KEYS: written(underTest.config.INDEX_KEYS),
    TEMPORAL_ADDRESS: temporalServer().address,
    TEMPORAL_NAMESPACE: namespace,
  });
  const written = (ring: KeyRing): string => ring.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(',');
  const begin = (): ChildProcess =>
    spawn(process.execPath, [compiled('worker/rotate-keys')], { env: environment(both()), stdio: 'ignore' });
  const rotate = async (ring = both()): Promise<string> =>
    (await promisify(execFile)(process.execPath, [compiled('worker/rotate-keys')], { env: environment(ring) })).stdout;

  /** Of many people, so that the command takes a while. */
  async function manyKeys(count: number): Promise<void> {
    const wrapping = createWrapping(underTest.config.ENCRYPTION_KEYS);
    const subjects = Array.from({ length: count }, newId);
    const wrapped = subjects.map((subject) => wrapping.wrap(subject, Buffer.alloc(32, 7)).wrapped);
    await underTest.inKeys(
      `INSERT INTO data_keys (subject_id, organisation_id, ring_key_id, wrapped, created_at)
       SELECT subject, $1, 'ring-1', wrapped, now() FROM unnest($2::uuid[], $3::bytea[]) AS made (subject, wrapped)`,
      [underTest.demo.organisation.id, subjects, wrapped],
    );
  }

  test('are put under its first one while people go on writing, and from where a killed run stopped', async () => {
    await manyKeys(4_000);
    const all = await wrappedBy('ring-1');
    const atWork = underTest.openWith({ ENCRYPTION_KEYS: both() });

    const first = begin();
    const ended = once(first, 'exit');
    await until('some are rotated', async () => (await wrappedBy('ring-2')) > 200);
    first.kill('SIGKILL');
    await ended;
    const rotated = await wrappedBy('ring-2');
    expect(rotated).toBeLessThan(all);

    const subjects: string[] = [];
    let isOver = false;
    const writing = (async () => {
      while (!isOver) {
        const subject = newId();
        const opened = await inOrganisation(atWork, async (work) => {
          const sealed = await work.seal(subject, 'words');
          await clientWords(work, here.client(subjects.length % 5).id);
          return work.open(subject, sealed);
        });
        expect(opened).toBe('words');
        subjects.push(subject);
      }
    })();
    const erased = here.client(6).id;
    await inOrganisation(atWork, (work) => work.destroyKey(erased));
    const said = await rotate();
    isOver = true;
    await writing;

    expect(subjects.length).toBeGreaterThan(10);
    const left = Number(/^ENCRYPTION_KEYS: (\d+) keys were put under ring-2\.$/m.exec(said)?.[1]);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(all - rotated);
    expect(said).toMatch(/^ENCRYPTION_KEYS: ring-1 opens nothing any more and can go\.$/m);
    expect(await wrappedBy('ring-1')).toBe(0);
    const alone = underTest.openWith({ ENCRYPTION_KEYS: newFirst });
    await inOrganisation(alone, async (work) => {
      for (const index of [0, 1, 2, 3, 4, 5]) {
        expect(await clientWords(work, here.client(index).id)).toMatchObject({ email: here.client(index).email });
      }
    });
    expect(await alone.keys.known([erased, ...subjects])).toEqual(expect.arrayContaining(subjects));
    expect(await alone.keys.known([erased])).toEqual([]);
    expect(await rotate()).toMatch(/^ENCRYPTION_KEYS: 0 keys were put under ring-2\.$/m);
  });

  test('are left alone by a ring that does not hold them all, which is told which it lacks', async () => {
    const before = await wrappedBy('ring-1');
    await expect(rotate(newFirst)).rejects.toThrow(/ENCRYPTION_KEYS lacks ring-1, .*Nothing was rotated\./);
    expect(await wrappedBy('ring-1')).toBe(before);
  });

  test('open what Temporal holds: a history is never written anew, and goes on under the new ring alone', async () => {
    const codecOf = (ring: KeyRing) =>
      createPayloadCodec(ring, underTest.openWith({ ENCRYPTION_KEYS: ring }).payloadKeys);
    const payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"words"') };
    const sealed = await codecOf(underTest.config.ENCRYPTION_KEYS).encode([payload]);
    expect(Buffer.from(sealed[0]?.data ?? []).toString('latin1')).not.toContain('words');
    await expect(codecOf(newFirst).decode(sealed)).rejects.toThrow('ring-1');

    await rotate();
    const [opened] = await codecOf(newFirst).decode(sealed);
    expect(Buffer.from(opened?.data ?? []).toString()).toBe('"words"');
    // Whoever starts with the new ring takes the same key on.
    const [again] = await codecOf(newFirst).encode([payload]);
    expect(again?.metadata?.['payloadKeyId']).toEqual(sealed[0]?.metadata?.['payloadKeyId']);
  });

  test('do not open what the ring itself had sealed before: that key stays as long as such processes do', async () => {
    const connection = await Connection.connect({ address: temporalServer().address });
    const own = `rotation-${newId()}`;
    try {
      const client = await createNamespace(connection, own);
      const handle = await client.workflow.start('urgentCare', { taskQueue: 'nobody', workflowId: 'old', args: [{}] });
      const run = promisify(execFile);
      const rotateIn = async (): Promise<string> => {
        const env = { ...environment(both()), TEMPORAL_NAMESPACE: own };
        return (await run(process.execPath, [compiled('worker/rotate-keys')], { env })).stdout;
      };
      await until('it can be counted', async () => (await client.workflow.count()).count === 1);
      expect(await rotateIn()).toMatch(/^ENCRYPTION_KEYS: ring-1 is kept for 1 processes .*Temporal\.$/m);
      await handle.terminate('the test is over');
      // Payloads had keys of their own long before it began.
      const id = newId();
      const { wrapped } = createWrapping(underTest.config.ENCRYPTION_KEYS).wrap(id, Buffer.alloc(32, 7));
      await underTest.inKeys(`INSERT INTO payload_keys VALUES ($1, 'ring-1', $2, now() - interval '2 days')`, [
        id,
        wrapped,
      ]);
      expect(await rotateIn()).toMatch(/^ENCRYPTION_KEYS: ring-1 opens nothing any more and can go\.$/m);
    } finally {
      await connection.close();
    }
  });
});

describe('what is found by a hash of its address', () => {
  const newFirst: KeyRing = newKeyRing('index-2');
  const both = (): KeyRing => [...newFirst, ...underTest.config.INDEX_KEYS];
  const rotated = (): Records => underTest.openWith({ INDEX_KEYS: both() });
  const alone = (): Records => underTest.openWith({ INDEX_KEYS: newFirst });
  const rotate = (records = rotated()): Promise<RotatedIndexes> => rotateIndexKeys(records, both(), () => new Date());
  const stillUnder = ({ left }: RotatedIndexes, key: string | null) => Object.fromEntries(left.get(key) ?? []);

  const optsOut = (whom: { readonly email: string } | { readonly mobile: string }) =>
    here.transact((work) => recordOptOut(work, heedItself, { whom, source: 'phone', receivedAt: work.at }));
  const findsClient = (records: Records, email: string): Promise<number> =>
    inOrganisation(records, (work) => work.db.client.count({ where: { emailIndex: { in: work.indexes(email) } } }));
  const suppressed = (records: Records, channel: 'email' | 'sms', address: string): Promise<boolean> =>
    inOrganisation(records, (work) => isSuppressed(work, channel, address));

  test('is found by the new key alone', async () => {
    const email = here.client(0).email ?? '';
    const { message } = await here.toldCase(here.client(1));
    await here.transact((work) => registerInterest(work, heedItself, 'curious@example.org'));
    const unknown = { vendorId: 'SM-before', from: '+447700900999', text: 'Who is this?' };
    await here.transact((work) => takeReply(work, unknown));
    await optsOut({ email });
    await optsOut({ mobile: '+447700900999' });

    const { rewritten, left } = await rotate();
    expect([...left]).toEqual([]);
    for (const table of ['clients', 'interests', 'dispatches', 'inbound_messages', 'suppressions', 'opt_outs']) {
      expect({ table, count: rewritten.get(table) ?? 0 }).not.toEqual({ table, count: 0 });
    }
    const records = alone();
    expect(await findsClient(records, email)).toBe(1);
    expect(await suppressed(records, 'email', email)).toBe(true);
    expect(await suppressed(records, 'sms', '+447700900999')).toBe(true);
    const reply = { vendorId: 'SM-after', from: message.to, text: '1' };
    expect(await inOrganisation(records, (work) => takeReply(work, reply))).toBe('thanked');
    const again = { ...unknown, vendorId: 'SM-again' };
    expect(await inOrganisation(records, (work) => takeReply(work, again))).toBe('said-before');
    await inOrganisation(records, async (work) => {
      await registerInterest(work, heedItself, 'curious@example.org');
      expect(await work.db.interest.count()).toBe(1);
    });
  });

  test('keeps the key by which it is found where nothing but the hash is left of an address', async () => {
    await optsOut({ email: 'nobody-knows@example.org' });
    const result = await rotate();
    expect(stillUnder(result, 'index-1')).toEqual({ opt_outs: 1, suppressions: 1 });
    expect(await suppressed(rotated(), 'email', 'nobody-knows@example.org')).toBe(true);
    expect(await suppressed(alone(), 'email', 'nobody-knows@example.org')).toBe(false);
    // Who comes later with that address brings it back, and the next run makes its hash anew.
    await inOrganisation(rotated(), (work) => registerInterest(work, heedItself, 'nobody-knows@example.org'));
    expect(stillUnder(await rotate(), 'index-1')).toEqual({});
    expect(await suppressed(alone(), 'email', 'nobody-knows@example.org')).toBe(true);
  });

  test('of before hashes named their key is found, and says its key from then on', async () => {
    const { id, email } = here.client(2);
    await underTest.asOwner('UPDATE clients SET email_index = substring(email_index FROM 5) WHERE id = $1', [id]);
    await optsOut({ email: 'nobody-knows@example.org' });
    await underTest.asOwner('UPDATE suppressions SET address_hash = substring(address_hash FROM 5)');
    expect(await findsClient(rotated(), email ?? '')).toBe(1);
    expect(await suppressed(rotated(), 'email', 'nobody-knows@example.org')).toBe(true);
    const result = await rotate();
    expect(stillUnder(result, null)).toEqual({ suppressions: 1 });
    expect(await findsClient(alone(), email ?? '')).toBe(1);
  });

  test('goes on from where a run was ended, and never loses what people do meanwhile', async () => {
    const newcomers = await Promise.all(
      Array.from({ length: 12 }, (_, number) =>
        here.transact(async (work) => {
          const registration = newcomer(number);
          const { clientId } = await register(work, here.caller('admin'), registration);
          return { id: clientId, ...registration.person };
        }),
      ),
    );
    for (const { email } of newcomers) await optsOut({ email });
    const records = rotated();
    let transactions = 0;
    const dying: Records = {
      ...records,
      withOrganisation: async (organisationId, at, work) => {
        transactions += 1;
        if (transactions > 20) throw new Error('The machine has died.');
        return records.withOrganisation(organisationId, at, work);
      },
    };
    await expect(rotate(dying)).rejects.toThrow('died');

    const [moves, returns, leaves] = newcomers.slice(-3);
    if (!moves || !returns || !leaves) throw new Error('Nobody is there to do anything.');
    const [result] = await Promise.all([
      rotate(),
      inOrganisation(records, (work) => changeAddresses(work, moves.id, { email: 'moved@example.org' })),
      inOrganisation(records, (work) => liftSuppression(work, 'email', returns.email)),
      inOrganisation(records, (work) =>
        recordOptOut(work, heedItself, { whom: { clientId: leaves.id }, source: 'phone', receivedAt: work.at }),
      ),
    ]);
    const after = await rotate();
    expect(result.rewritten.get('clients')).toBeGreaterThan(0);
    const newOnes = alone();
    expect(await findsClient(newOnes, 'moved@example.org')).toBe(1);
    expect(await suppressed(newOnes, 'email', returns.email)).toBe(false);
    expect(await suppressed(newOnes, 'sms', leaves.mobile)).toBe(true);
    for (const { email } of newcomers.slice(0, -3)) {
      expect(await findsClient(newOnes, email)).toBe(1);
      expect(await suppressed(newOnes, 'email', email)).toBe(true);
    }
    expect(stillUnder(after, 'index-1')).not.toHaveProperty('clients');
  });

  test('is written by one process at a time, whichever key each calls its first', async () => {
    const before = underTest.openWith({ INDEX_KEYS: [...underTest.config.INDEX_KEYS, ...newFirst] });
    const address = 'both-at-once@example.org';
    const order: string[] = [];
    const writes = (records: Records, name: string, meanwhile: () => Promise<unknown>): Promise<unknown> =>
      inOrganisation(records, async (work) => {
        await recordOptOut(work, heedItself, { whom: { email: address }, source: 'phone', receivedAt: work.at });
        order.push(name);
        await meanwhile();
      });
    const somebodyWaits = () =>
      underTest.asOwner(`SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database
        WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`);
    let second: Promise<unknown> | undefined;
    await writes(before, 'first', async () => {
      second = writes(rotated(), 'second', async () => undefined);
      await until('the second waits for the first', async () => (await somebodyWaits()).length > 0, 5_000);
      order.push('first is done');
    });
    await second;
    expect(order).toEqual(['first', 'first is done', 'second']);
    expect(await underTest.asOwner('SELECT FROM suppressions')).toHaveLength(1);
  });
});
