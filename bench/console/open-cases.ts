import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { RunningHeed } from '../arms/heed/arm';
import { practitionerId } from '../arms/heed/people';
import { asOwner } from '../as-owner';
import { closedLoop } from '../load/closed-loop';
import type { PersonsPart } from '../story/story';

const inFlight = 8;
const patienceMs = 120_000;
/** How many of every ten come so far: some wait for their client, most for a decision, some for an answer. */
const stages: readonly { readonly part: PersonsPart; readonly ofTen: number; readonly leadsTo: string }[] = [
  { part: 'client-answered', ofTen: 8, leadsTo: 'deciding' },
  { part: 'decided', ofTen: 3, leadsTo: 'awaiting-acknowledgement' },
];
const comesTo = (part: PersonsPart, caseNumber: number): boolean =>
  stages.some((stage) => stage.part === part && caseNumber % 10 < stage.ofTen);

/** Of the cases below this number, those that wait for a decision once all are opened. */
export const decidable = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => index).filter(
    (caseNumber) => comesTo('client-answered', caseNumber) && !comesTo('decided', caseNumber),
  );

/** One of so many is the first practitioner's, whose console is looked at: of every stage some. */
const practitionersShare = 21;
/** So many were closed for each that is open, as after some years. */
const closedForEach = 40;

/**
 * Opens so many cases, each by its own workflow, and brings them to where they differ: status, immediacy, whose they are,
 * and how much has happened in them; and beside them a history of closed ones.
 * @param first the first case that was not raised yet
 */
export async function openVariedCases(heed: RunningHeed, count: number, say: (line: string) => void): Promise<void> {
  const each = async (numbers: readonly number[], act: (caseNumber: number) => Promise<void>): Promise<void> => {
    const { outcomes } = await closedLoop(numbers.length, inFlight, (index) => act(numbers[index] ?? 0));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw new Error(`A case could not be brought on: ${String(failed.reason)}`);
  };
  const all = Array.from({ length: count }, (_, index) => index);
  await each(all, (caseNumber) => heed.post(caseNumber));
  await asOwner(heed.databases.ownerUrl, async (owner) => {
    await untilAllAre(owner, count, 'awaiting-client');
    say('    every client was asked');
    for (const { part, leadsTo } of stages) {
      const chosen = all.filter((caseNumber) => comesTo(part, caseNumber));
      await each(chosen, (caseNumber) => heed.tell(caseNumber, part));
      await untilAllAre(owner, chosen.length, leadsTo);
      say(`    ${chosen.length} are ${leadsTo}`);
    }
    for (const variety of varieties) await owner.query(variety);
    await owner.query('ANALYZE');
  });
}

async function untilAllAre(owner: pg.Client, count: number, status: string): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const { rows } = await owner.query<{ there: number }>(
      'SELECT count(*)::int AS there FROM cases WHERE status = $1',
      [status],
    );
    if ((rows[0]?.there ?? 0) >= count) return;
    if (Date.now() > end) throw new Error(`Only ${rows[0]?.there} of ${count} cases came to be ${status}.`);
    await pause(250);
  }
}

const numbered = 'SELECT id, client_id, row_number() OVER (ORDER BY id) AS number FROM cases';

/** What the story of the benchmark has alike in every case, told apart in the rows themselves. */
const varieties: readonly string[] = [
  `UPDATE cases SET immediacy = CASE number % 4 WHEN 0 THEN 'immediate' WHEN 1 THEN 'watchful' ELSE immediacy END
   FROM (${numbered}) one WHERE one.id = cases.id`,
  `WITH theirs AS (SELECT * FROM (${numbered}) one WHERE number % ${practitionersShare} = 0),
   clients AS (UPDATE clients SET practitioner_id = '${practitionerId(0)}'
     FROM theirs WHERE clients.id = theirs.client_id),
   owned AS (UPDATE cases SET owner_id = '${practitionerId(0)}' FROM theirs WHERE cases.id = theirs.id)
   UPDATE checkpoints SET staff_id = '${practitionerId(0)}'
   FROM theirs WHERE checkpoints.case_id = theirs.id AND role = 'owner' AND closed_at IS NULL`,
  // From the few entries of the story to thirty times as many: the longest has more than one answer of the API holds.
  `INSERT INTO timeline_entries (id, organisation_id, case_id, at, actor_kind, actor_id, kind, step_key, sealed)
   SELECT gen_random_uuid(), organisation_id, case_id, at, actor_kind, actor_id, kind, NULL, sealed
   FROM timeline_entries JOIN (${numbered}) one ON one.id = case_id,
     generate_series(1, CASE number % 17 WHEN 1 THEN 30 ELSE (number % 10)::int END)
   ORDER BY timeline_entries.seq`,
  `WITH closed AS (
     INSERT INTO cases (id, organisation_id, client_id, owner_id, code, status, immediacy, about_another, lacks,
       policy_version, plan_version, act_count, outcome_kind, outcome_by_id, outcome_at, opened_at, closed_at, sealed)
     SELECT gen_random_uuid(), organisation_id, client_id, owner_id, code || '-' || nth, 'closed', immediacy,
       about_another, lacks, policy_version, plan_version, act_count, 'someone-acting', owner_id, opened_at, opened_at,
       opened_at, sealed
     FROM cases, generate_series(1, ${closedForEach}) nth
     RETURNING id, organisation_id, owner_id, opened_at)
   INSERT INTO checkpoints (id, organisation_id, case_id, kind, role, staff_id, opened_at, due_at, closed_at)
   SELECT gen_random_uuid(), organisation_id, id, kind, 'owner', owner_id, opened_at, opened_at, opened_at
   FROM closed, unnest(ARRAY['client-consent', 'decision', 'human-outcome']) kind`,
];
