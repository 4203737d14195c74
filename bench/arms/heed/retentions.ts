import { Client, Connection } from '@temporalio/client';
import { keyRing } from '../../../runtime/config';
import { createDataConverter } from '../../../runtime/temporal/payload-codec';
import {
  type RetentionInput,
  retentionQueue,
  retentionWorkflow,
  retentionWorkflowId,
} from '../../../workflows/retention/contract';
import { noticeDays } from '../../../workflows/retention/rules';
import { retentionCategories } from '../../../workflows/retention/words';
import { asOwner } from '../../as-owner';
import { closedLoop } from '../../load/closed-loop';
import type { BenchStack } from '../../stack';
import type { RunningHeed } from './arm';
import { dutyClinicianId, organisationId } from './people';

const dayMs = 24 * 60 * 60_000;
const startsAtOnce = 64;

/** Ended enrolments, each with its retention open and its process started, as ending them one by one would leave them. */
export interface Retentions {
  /**
   * One for each of these clients. After `delayMs(index)` its process has something to do: to tell the client, or, where
   * they were told thirty days before, to have them erased.
   * @param withinMs those that could not be started in this time are left out
   * @returns how many were started
   */
  open(
    clientIds: readonly string[],
    next: 'notice' | 'deadline',
    delayMs: (index: number) => number,
    withinMs: number,
  ): Promise<number>;
  close(): Promise<void>;
}

export async function retentionsOf(stack: BenchStack, heed: RunningHeed): Promise<Retentions> {
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const dataConverter = createDataConverter(keyRing.parse(stack.secrets.encryptionKeys));
  const client = new Client({ connection, namespace: heed.namespace, dataConverter });

  return {
    open: async (clientIds, next, delayMs, withinMs) => {
      const from = Date.now();
      const end = from + withinMs;
      const rows = clientIds.map((client, index) => asRow(client, next, from + delayMs(index)));
      await asOwner(heed.databases.ownerUrl, (owner) => owner.query(rowsOfRetentions, [JSON.stringify(rows)]));
      let opened = 0;
      const opening = async (index: number): Promise<void> => {
        const row = rows[index];
        if (!row || Date.now() > end) return;
        const input: RetentionInput = { enrolmentId: row.enrolment, version: 1, organisationId };
        await client.workflow.start(retentionWorkflow, {
          workflowId: retentionWorkflowId(input.enrolmentId, input.version),
          taskQueue: retentionQueue,
          args: [input],
          startDelay: Math.max(row.wakes_at - Date.now(), 1),
        });
        opened += 1;
      };
      const { outcomes } = await closedLoop(rows.length, startsAtOnce, opening);
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw new Error(`A retention was not started: ${String(failed.reason)}`);
      return opened;
    },
    close: () => connection.close(),
  };
}

const asRow = (client: string, next: 'notice' | 'deadline', at: number) => {
  const noticeAt = next === 'notice' ? at : at - noticeDays * dayMs;
  const dueAt = new Date(noticeAt + noticeDays * dayMs);
  const endedAt = new Date(dueAt);
  endedAt.setUTCFullYear(dueAt.getUTCFullYear() - 1);
  return {
    client,
    enrolment: client.replace('-800', '-801'),
    standing: next === 'notice' ? 'armed' : 'noticed',
    ended_at: endedAt,
    notice_at: new Date(noticeAt),
    noticed_at: next === 'notice' ? null : new Date(noticeAt),
    due_at: dueAt,
    wakes_at: at,
  };
};

/** In one statement: a hundred thousand of them are not what is measured. */
const rowsOfRetentions = `
  WITH wanted AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb)
      AS w (enrolment uuid, client uuid, standing text, ended_at timestamptz, notice_at timestamptz,
        noticed_at timestamptz, due_at timestamptz)
  ), known AS (
    INSERT INTO clients (id, organisation_id, sealed) SELECT client, '${organisationId}', '' FROM wanted
    ON CONFLICT DO NOTHING
  ), enrolled AS (
    INSERT INTO enrolments (id, organisation_id, client_id, practitioner_id, agreed_at, started_at, ended_at)
    SELECT enrolment, '${organisationId}', client, '${dutyClinicianId}', ended_at, ended_at, ended_at FROM wanted
  )
  INSERT INTO retentions (enrolment_id, version, organisation_id, client_id, schedule_version, categories, ended_at,
    notice_at, noticed_at, due_at, standing, armed_at)
  SELECT enrolment, 1, '${organisationId}', client, 0, ARRAY['${retentionCategories.join("', '")}'], ended_at, notice_at, noticed_at, due_at, standing, ended_at FROM wanted`;
