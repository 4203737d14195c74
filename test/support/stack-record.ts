import { Client, Connection } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import pg from 'pg';
import { demoOrganisations } from '../../prisma/demo-data';
import { newId } from '../../records/ids';
import { addClient } from '../../records/organisations';
import { createRecords } from '../../records/records';
import { urgentCareWorkflowId } from '../../workflows/urgent-care/contract';
import type { StackPeople } from './stack-people';
import type { StartedStack } from './started-stack';

/** What a started stack has on record: its database and its workflow histories, read past its API. */
export interface StackRecord {
  /** One statement as the owner, whom row-level security lets see everything. */
  asOwner<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** More clients of the practitioner, with the people and numbers of the demo's first. Resolves to their ids. */
  addClients(count: number): Promise<readonly string[]>;
  /** The kinds of a case's acts in their order. */
  actsOf(caseId: string): Promise<readonly string[]>;
  /** Messages that came twice though nobody marked them as a possible duplicate. */
  unmarkedDuplicates(people: StackPeople): Promise<readonly string[]>;
  /** How long a case's history is, and why tries of its steps failed: that a vendor said "not now" is in order. */
  historyOf(caseId: string): Promise<{ readonly events: number; readonly lostTries: readonly string[] }>;
}

export function recordOf(stack: StartedStack): StackRecord {
  const asOwner: StackRecord['asOwner'] = async (sql, values) => {
    const client = new pg.Client({ connectionString: stack.now().databaseUrl });
    // A server that ends meanwhile fails the query; unheard it would fail the test run as well.
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql, values?.slice())).rows;
    } finally {
      await client.end();
    }
  };

  return {
    asOwner,
    addClients: async (count) => {
      const [organisation] = demoOrganisations;
      const like = organisation.clients[0];
      if (!like) throw new Error('The demo has no client to go by.');
      const ids = Array.from({ length: count }, newId);
      const records = createRecords(stack.recordsConfig(), 2);
      try {
        // In short transactions: a busy machine takes long over many.
        for (let first = 0; first < count; first += 50) {
          await records.withOrganisation(organisation.facts.id, new Date(), async (work) => {
            for (const id of ids.slice(first, first + 50)) await addClient(work, { ...like, id });
          });
        }
      } finally {
        await records.close();
      }
      return ids;
    },
    actsOf: async (caseId) => {
      const acts = await asOwner<{ kind: string }>(
        `SELECT what ->> 'kind' AS kind FROM case_acts WHERE case_id = $1 ORDER BY seq`,
        [caseId],
      );
      return acts.map(({ kind }) => kind);
    },
    unmarkedDuplicates: async (people) => {
      const dispatches = await asOwner<{ vendor: string; marked: boolean }>(
        // An email's event names the message with a part that SendGrid adds.
        `SELECT split_part(vendor_id, '.', 1) AS vendor, possible_duplicate AS marked
         FROM dispatches WHERE vendor_id IS NOT NULL`,
      );
      const marked = new Map(dispatches.map((dispatch) => [dispatch.vendor, dispatch.marked]));
      const messages = await people.inbox();
      const marksOfSame = (one: (typeof messages)[number]): readonly boolean[] =>
        messages
          .filter(({ to, channel, text }) => to === one.to && channel === one.channel && text === one.text)
          .flatMap(({ id }) => marked.get(id) ?? []);
      return messages
        .filter(({ id }) => !marked.has(id))
        .filter((message) => marksOfSame(message).some((mark) => !mark) && !marksOfSame(message).includes(true))
        .map(({ to, channel, text }) => `${channel} to ${to}: ${text}`);
    },
    historyOf: async (caseId) => {
      const { temporalAddress, temporalNamespace } = stack.now();
      const connection = await Connection.connect({ address: temporalAddress });
      try {
        const client = new Client({ connection, namespace: temporalNamespace });
        const { events } = await client.workflow.getHandle(urgentCareWorkflowId(caseId)).fetchHistory();
        const all = events ?? [];
        return { events: all.length, lostTries: all.flatMap(whyTryWasLost) };
      } finally {
        await connection.close();
      }
    },
  };
}

/** Of a try that timed out for good, or of the one before this. */
function whyTryWasLost(event: HistoryEvent): readonly string[] {
  const failure =
    event.activityTaskTimedOutEventAttributes?.failure ?? event.activityTaskStartedEventAttributes?.lastFailure;
  if (!failure) return [];
  const { applicationFailureInfo, timeoutFailureInfo } = failure;
  if (applicationFailureInfo?.type === 'vendor-not-now') return [];
  if (timeoutFailureInfo) return [`timed out: ${timeoutFailureInfo.timeoutType}`];
  return [applicationFailureInfo?.type ?? failure.failureInfo ?? 'unknown'];
}

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;
