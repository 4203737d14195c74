import type { Pool, PoolClient } from 'pg';
import type PgBoss from 'pg-boss';
import type { SendStep } from '../../story/send';
import { type PersonsPart, type StoryStep, story } from '../../story/story';

/** The jobs that play a step, and those that end a wait. */
export const queues = { steps: 'steps', timers: 'timers' } as const;

/** Names one turn of a case, so that a job that comes twice, or too late, does nothing. */
export interface Turn {
  readonly caseNumber: number;
  readonly turn: number;
}

/** The cases of the pg-boss arm. Each act resolves to whether it has queued a step, when that is committed. */
export interface Cases {
  raise(caseNumber: number): Promise<boolean>;
  tell(caseNumber: number, part: PersonsPart): Promise<boolean>;
  /** Sends the step's messages, then waits or goes on. */
  playStep(turn: Turn): Promise<boolean>;
  /** Nobody answered in time: the same step again. */
  endWait(turn: Turn): Promise<boolean>;
}

interface CaseRow {
  readonly number: number;
  /** Index into the story. */
  readonly step: number;
  readonly turn: number;
  readonly waiting: boolean;
  /** What persons have done so far. */
  readonly told: readonly PersonsPart[];
}

export const createCasesTable = `
  CREATE TABLE IF NOT EXISTS cases (
    number integer PRIMARY KEY,
    step integer NOT NULL,
    turn integer NOT NULL,
    waiting boolean NOT NULL DEFAULT false,
    told text[] NOT NULL DEFAULT '{}',
    closed boolean NOT NULL DEFAULT false
  )`;

/** The story over pg-boss: the case's state is a row, and whoever moves it queues the next job in the same transaction. */
export function createCases(pool: Pool, boss: PgBoss, send: SendStep): Cases {
  const queueStep = async (client: PoolClient, turn: Turn): Promise<boolean> => {
    await boss.send(queues.steps, turn, { db: within(client) });
    return true;
  };

  const startTimer = async (client: PoolClient, turn: Turn, atMostMs: number): Promise<boolean> => {
    await boss.send(queues.timers, turn, { db: within(client), startAfter: atMostMs / 1_000 });
    return false;
  };

  const goTo = async (client: PoolClient, { number, turn }: CaseRow, step: number): Promise<boolean> => {
    const closed = step === story.length;
    await client.query('UPDATE cases SET step = $2, turn = turn + 1, waiting = false, closed = $3 WHERE number = $1', [
      number,
      step,
      closed,
    ]);
    return closed ? false : queueStep(client, { caseNumber: number, turn: turn + 1 });
  };

  return {
    raise: (caseNumber) =>
      inTransaction(pool, async (transaction) => {
        const { rowCount } = await transaction.query(
          'INSERT INTO cases (number, step, turn) VALUES ($1, 0, 1) ON CONFLICT DO NOTHING',
          [caseNumber],
        );
        return rowCount === 1 ? queueStep(transaction, { caseNumber, turn: 1 }) : false;
      }),

    tell: (caseNumber, part) =>
      inTransaction(pool, async (transaction) => {
        const { rows } = await transaction.query<CaseRow>(
          'UPDATE cases SET told = array_append(told, $2) WHERE number = $1 RETURNING *',
          [caseNumber, part],
        );
        const row = only(rows, caseNumber);
        return row.waiting && stepOf(row).wait?.for === part ? goTo(transaction, row, row.step + 1) : false;
      }),

    playStep: async (turn) => {
      const { rows } = await pool.query<CaseRow>('SELECT * FROM cases WHERE number = $1', [turn.caseNumber]);
      const before = only(rows, turn.caseNumber);
      if (before.turn !== turn.turn || before.waiting) return false;
      await send(stepOf(before).send, before.number);
      return inTransaction(pool, async (transaction) => {
        const row = await lockedCase(transaction, turn.caseNumber);
        if (row.turn !== turn.turn || row.waiting) return false;
        const { wait } = stepOf(row);
        if (wait === null || row.told.includes(wait.for)) return goTo(transaction, row, row.step + 1);
        await transaction.query('UPDATE cases SET waiting = true WHERE number = $1', [row.number]);
        return startTimer(transaction, turn, wait.atMostMs);
      });
    },

    endWait: (turn) =>
      inTransaction(pool, async (transaction) => {
        const row = await lockedCase(transaction, turn.caseNumber);
        return row.turn === turn.turn && row.waiting ? goTo(transaction, row, row.step) : false;
      }),
  };
}

async function lockedCase(client: PoolClient, caseNumber: number): Promise<CaseRow> {
  const { rows } = await client.query<CaseRow>('SELECT * FROM cases WHERE number = $1 FOR UPDATE', [caseNumber]);
  return only(rows, caseNumber);
}

function only(rows: readonly CaseRow[], caseNumber: number): CaseRow {
  const [row] = rows;
  if (!row) throw new Error(`There is no case ${caseNumber}.`);
  return row;
}

function stepOf({ number, step }: CaseRow): StoryStep {
  const current = story[step];
  if (!current) throw new Error(`Case ${number} is closed.`);
  return current;
}

const within = (client: PoolClient): PgBoss.Db => ({ executeSql: (text, values) => client.query(text, values) });

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
