import { agreeToMarketing, consentsInForce, type Evidence } from '../../records/marketing/consents';
import { addList } from '../../records/marketing/lists';
import { type NewOptOut, recordOptOut, type WhoOptsOut } from '../../records/marketing/opt-outs';
import { isSuppressed } from '../../records/marketing/suppressions';
import { register } from '../../records/sign-up/register';
import { heedItself } from '../../records/work';
import type { MarketingChannel } from '../../workflows/marketing-opt-out/words';
import { type CasesOnRecord, casesOnRecord } from './case-on-record';
import { aPlatform } from './marketing-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from './records';
import { newcomer } from './sign-up-on-record';

/** Somebody with addresses of their own. */
export interface SomebodyKnown {
  readonly id: string;
  readonly email: string;
  readonly mobile: string;
}

interface OptOutOnRecord {
  readonly received_at: Date;
  readonly completed_at: Date | null;
  readonly channels: readonly string[];
  readonly client_id: string | null;
  readonly sealed: Buffer | null;
}

/** What is recorded of marketing, by a clock that the test sets. For the tests of one file, and before each anew. */
export function marketingRecords() {
  let underTest: RecordsUnderTest;
  let here: CasesOnRecord;
  let elsewhere: CasesOnRecord;
  let client: SomebodyKnown;
  let now: Date;
  let numbered = 0;
  const lists: string[] = [];

  beforeAll(async () => {
    underTest = await createRecordsUnderTest();
    here = casesOnRecord(underTest.records, underTest.demo.organisation, () => now);
    elsewhere = casesOnRecord(underTest.records, underTest.demo.otherOrganisation, () => now);
  });
  afterAll(() => underTest?.stop());
  beforeEach(async () => {
    now = new Date('2026-11-02T09:00:00Z');
    client = await registered();
  });
  afterEach(async () => {
    await underTest.asOwner('UPDATE marketing_lists SET removed_at = now() WHERE id = ANY($1)', [lists.splice(0)]);
  });

  const nextNewcomer = () => {
    numbered += 1;
    return newcomer(numbered);
  };
  async function registered(): Promise<SomebodyKnown> {
    const registration = { ...nextNewcomer(), marketing: newcomer(0).marketing };
    const { clientId } = await here.transact((work) => register(work, here.caller('admin'), registration));
    return { id: clientId, email: registration.person.email, mobile: registration.person.mobile };
  }

  return {
    get underTest() {
      return underTest;
    },
    get here() {
      return here;
    },
    get elsewhere() {
      return elsewhere;
    },
    /** Somebody whom nothing was recorded of yet. */
    get client() {
      return client;
    },
    get now() {
      return now;
    },
    set now(at: Date) {
      now = at;
    },
    /** A mailbox that nobody else in these tests has. */
    mailbox: (name: string): string => `${name}.${numbered}@mail.example`,
    nextNewcomer,
    registered,
    hoursLater: (hours: number): Date => new Date(now.getTime() + hours * 3_600_000),

    agrees: (channel: MarketingChannel, evidence: Evidence, clientId = client.id): Promise<void> => {
      const agreement = { clientId, channel, topics: ['courses'], evidence };
      return here.transact((work) => agreeToMarketing(work, heedItself, agreement));
    },
    imported: (at: Date): Evidence => ({ at, wording: 'From the old list.', source: 'import' }),
    inForce: async (clientId = client.id): Promise<readonly string[]> =>
      (await here.transact((work) => consentsInForce(work, clientId))).map(
        ({ channel, topic }) => `${channel}/${topic}`,
      ),

    optsOut: (whom: WhoOptsOut, more: Partial<NewOptOut> = {}) =>
      here.transact((work) => recordOptOut(work, heedItself, { whom, source: 'phone', receivedAt: now, ...more })),
    suppressed: (channel: MarketingChannel, address: string, at = here): Promise<boolean> =>
      at.transact((work) => isSuppressed(work, channel, address)),
    optOutRow: async (id: string): Promise<OptOutOnRecord> => {
      const [row] = await underTest.asOwner<OptOutOnRecord>('SELECT * FROM opt_outs WHERE id = $1', [id]);
      if (!row) throw new Error('There is no such opt-out.');
      return row;
    },

    /** A list is in use until the test ends. */
    withList: async (target: Parameters<typeof addList>[2]['target'] = aPlatform): Promise<string> => {
      const { id } = await here.transact((work) => addList(work, heedItself, { name: 'Newsletter', target }));
      lists.push(id);
      return id;
    },
    listsToldOf: async (optOutId: string): Promise<readonly string[]> => {
      const toldOf = 'SELECT list_id FROM opt_out_lists WHERE opt_out_id = $1 ORDER BY 1';
      return (await underTest.asOwner<{ list_id: string }>(toldOf, [optOutId])).map(({ list_id: id }) => id);
    },
  };
}
