import type { RetentionCategory } from '../../workflows/retention/words';
import type { AssessmentWords } from '../assessment/submit';
import { localDateOf } from '../calendar/local-time';
import { organisationOf } from '../people';
import type { Work } from '../work';
import { type Distribution, withoutSmallCells } from './small-cells';
import { readable } from './whose';

/** What is left of whoever was erased: how many, by year and outcome. domain.md §5 */

type OutcomeMeasure = 'sign-ups' | 'cases-by-outcome' | 'cases-by-immediacy' | `intake-band-${string}`;

interface Counted {
  readonly at: Date;
  readonly measure: OutcomeMeasure;
  readonly value: string;
}

/** Counts what is about to be erased, in the transaction that erases it: once, however often the step is tried. */
export async function countOutcomes(work: Work, category: RetentionCategory, clientId: string): Promise<void> {
  const { timeZone } = await organisationOf(work);
  for (const { at, measure, value } of await toCount(work, category, clientId)) {
    const year = Number(localDateOf(at, timeZone).slice(0, 4));
    await work.db.$executeRaw`
      INSERT INTO outcome_counts (organisation_id, year, measure, value, count)
      VALUES (${work.organisationId}::uuid, ${year}, ${measure}, ${value}, 1)
      ON CONFLICT (organisation_id, year, measure, value) DO UPDATE SET count = outcome_counts.count + 1`;
  }
}

async function toCount(work: Work, category: RetentionCategory, clientId: string): Promise<readonly Counted[]> {
  switch (category) {
    case 'account':
      return signUpsOf(work, clientId);
    case 'assessment':
      return bandsOf(work, clientId);
    case 'cases':
      return casesOf(work, clientId);
    default:
      return [];
  }
}

/** One that was emptied was counted then. */
async function signUpsOf({ db }: Work, clientId: string): Promise<readonly Counted[]> {
  const rows = await db.signUp.findMany({ where: { clientId, erasedAt: null } });
  return rows.map(({ registeredAt, endedAt, status }) => ({
    at: registeredAt,
    measure: 'sign-ups',
    value: endedAt === null ? 'not-over' : status,
  }));
}

async function bandsOf(work: Work, clientId: string): Promise<readonly Counted[]> {
  const rows = await work.db.assessment.findMany({ where: { clientId } });
  const counted: Counted[] = [];
  for (const { submittedAt, instrument, sealed } of rows) {
    // After the restore of an older backup nobody can read it any more, and it was counted when it could be.
    const words = await readable(work.open<AssessmentWords>(clientId, sealed));
    if (words) counted.push({ at: submittedAt, measure: `intake-band-${instrument}`, value: words.result.band });
  }
  return counted;
}

async function casesOf({ db }: Work, clientId: string): Promise<readonly Counted[]> {
  const rows = await db.case.findMany({ where: { clientId } });
  return rows.flatMap(({ openedAt, outcomeKind, immediacy }): Counted[] => [
    { at: openedAt, measure: 'cases-by-outcome', value: outcomeKind ?? 'not-over' },
    { at: openedAt, measure: 'cases-by-immediacy', value: immediacy },
  ]);
}

export interface OutcomesOfYear extends Distribution {
  readonly year: number;
  readonly measure: string;
}

/** What is known of those who were erased; small cells are not told. */
export async function readOutcomes(work: Work): Promise<{ readonly items: readonly OutcomesOfYear[] }> {
  const rows = await work.db.outcomeCount.findMany({
    orderBy: [{ year: 'asc' }, { measure: 'asc' }, { value: 'asc' }],
  });
  const groups = new Map<string, typeof rows>();
  for (const row of rows) {
    const key = `${row.year} ${row.measure}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const items = [...groups.values()].flatMap((cells) => {
    const [first] = cells;
    return first ? [{ year: first.year, measure: first.measure, ...withoutSmallCells(cells) }] : [];
  });
  return { items };
}
