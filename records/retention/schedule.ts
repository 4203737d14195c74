import { type Disposal, type ScheduledCategory, scheduledCategories } from '../../workflows/retention/words';
import {
  type ReconciliationInput,
  reconciliationQueue,
  reconciliationWorkflow,
  reconciliationWorkflowId,
} from '../../workflows/retention-reconciliation/contract';
import { audit } from '../audit/record';
import { periodOf, plusPeriod } from '../calendar/periods';
import { invalidFields } from '../errors';
import type { Prisma } from '../generated/client';
import { putInOutbox } from '../outbox';
import { organisationOf } from '../people';
import type { Actor, Work } from '../work';

/** How long an organisation keeps what, and what becomes of it then. domain.md §5 */

export interface Keeping {
  /** By the calendar, from the end of the client's last enrolment; of an interest, from the last contact. */
  readonly keepFor: string;
  readonly afterwards: Disposal;
  /** Why it is kept on, or longer than others. */
  readonly basis?: string | undefined;
}

export type Keepings = Readonly<Record<ScheduledCategory, Keeping>>;

export interface Schedule {
  /** 0: nobody has saved one. */
  readonly version: number;
  readonly categories: Keepings;
}

/** The newest one; nobody's is a year of everything, and of an NHS body what its records are kept for. */
export async function currentSchedule(work: Work): Promise<Schedule> {
  const saved = await work.db.retentionSchedule.findFirst({ orderBy: { version: 'desc' } });
  if (saved) return { version: saved.version, categories: saved.body as unknown as Keepings };
  return { version: 0, categories: await withDefaults(work, {}) };
}

/**
 * Saves a new version; what it does not name is kept as by default.
 * @throws InvalidInput for one that keeps without a basis, or shorter than the law lets this organisation
 */
export async function saveSchedule(
  work: Work,
  actor: Actor & { readonly id: string },
  named: Readonly<Partial<Record<ScheduledCategory, Keeping>>>,
): Promise<Schedule> {
  const { organisationId } = work;
  const categories = await withDefaults(work, named);
  requireLawful(categories, await organisationOf(work));
  // Two who save at once get two versions, one after the other.
  await work.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`retention-schedule:${organisationId}`}))`;
  const version = (await currentSchedule(work)).version + 1;
  const body = categories as unknown as Prisma.InputJsonValue;
  await work.db.retentionSchedule.create({
    data: { organisationId, version, body, savedBy: actor.id, savedAt: work.at },
  });
  await audit(work, { actor, action: 'retention-schedule.saved', words: `Version ${version}.` });
  await startReconciliation(work, version);
  return { version, categories };
}

/** Has every deadline moved that a new schedule moves: too many at once for the transaction in which it is saved. */
async function startReconciliation(work: Work, version: number): Promise<void> {
  const input: ReconciliationInput = { organisationId: work.organisationId };
  await putInOutbox(work, reconciliationWorkflowId(work.organisationId, `schedule-${version}`), {
    kind: 'start',
    workflow: reconciliationWorkflow,
    queue: reconciliationQueue,
    input,
    again: false,
  });
}

async function withDefaults(work: Work, named: Readonly<Partial<Keepings>>): Promise<Keepings> {
  const { nhsBody } = await organisationOf(work);
  return Object.fromEntries(
    scheduledCategories.map((category) => [
      category,
      named[category] ?? { keepFor: nhsBody && isClinical(category) ? nhsMinimum : 'P1Y', afterwards: 'erase' },
    ]),
  ) as Record<ScheduledCategory, Keeping>;
}

/** What belongs to the record of somebody's treatment. */
const clinical = ['assessment', 'coursework', 'notes', 'feedback', 'discharge', 'plan', 'cases'] as const;
const isClinical = (category: ScheduledCategory): boolean => (clinical as readonly string[]).includes(category);
const nhsMinimum = 'P20Y';

/** What is wrong with each category, by its path. Pure. */
function faultsOfSchedule(
  categories: Keepings,
  { nhsBody }: { readonly nhsBody: boolean },
): readonly { readonly path: string; readonly message: string }[] {
  return scheduledCategories.flatMap((category) => {
    const { keepFor, afterwards, basis } = categories[category];
    const goes = afterwards !== 'keep';
    const isFault = (wrong: boolean, at: string, message: string) =>
      wrong ? [{ path: `categories/${category}/${at}`, message }] : [];
    return [
      ...isFault(!goes && basis === undefined, 'basis', 'says on which basis it is kept on'),
      ...isFault(!goes && category === 'interests', 'afterwards', 'an address of nobody’s client is not kept on'),
      ...isFault(
        !nhsBody && category === 'cases' && basis === undefined && isLonger(keepFor, 'P1Y'),
        'basis',
        'says why case records are kept longer than a year',
      ),
      ...isFault(
        nhsBody && goes && isClinical(category) && isLonger(nhsMinimum, keepFor),
        'keepFor',
        'NHS-commissioned mental health records are kept for at least 20 years from the end of treatment, 10 after a death (NHS Records Management Code of Practice): P20Y or more',
      ),
    ];
  });
}

function requireLawful(categories: Keepings, organisation: { readonly nhsBody: boolean }): void {
  const errors = faultsOfSchedule(categories, organisation);
  if (errors.length > 0) throw invalidFields('This schedule cannot be', errors, 'retention-schedule');
}

/** Longer from some day at least: which of `P1M` and `P30D` is, hangs on the month. */
function isLonger(one: string, other: string): boolean {
  const [longer, shorter] = [periodOf(one), periodOf(other)];
  return firstDays.some((day) => plusPeriod(day, longer) > plusPeriod(day, shorter));
}
const firstDays = Array.from({ length: 12 }, (_, month) => `2001-${String(month + 1).padStart(2, '0')}-01`);
