import { goesAt } from '../../workflows/retention/rules';
import type { RetentionCategory } from '../../workflows/retention/words';
import { auditListRead } from '../audit/reads';
import { type Caller, requireRole } from '../caller';
import type { Client, Retention } from '../generated/client';
import { clientNames } from '../people';
import type { Work } from '../work';
import { openStandings } from './arm';
import { type HoldKind, kindsOfHold } from './holds';
import { silenceOf } from './never-enrolled';

/** What goes soon, unless something keeps it. domain.md §5 */

export interface DueSoon {
  readonly clientId: string;
  /** null: their account has gone already. */
  readonly clientName: string | null;
  readonly categories: readonly RetentionCategory[];
  /** When it goes. */
  readonly goesAt: Date;
  /** When the client was told; null: not yet. */
  readonly toldAt: Date | null;
  /** Beyond its deadline, since the client was told late. */
  readonly isPutOff: boolean;
  /** What keeps some of it all the same. */
  readonly keptBy: readonly HoldKind[];
}

const soonMs = 30 * 24 * 60 * 60_000;

/** Of every client whose next deadline is within the thirty days, the first one first. Every look is audited. @throws Forbidden */
export async function retentionDueSoon(work: Work, caller: Caller): Promise<readonly DueSoon[]> {
  requireRole(caller, 'dpo', 'admin');
  const until = new Date(work.at.getTime() + soonMs);
  const armed = await work.db.retention.findMany({ where: { standing: { in: openStandings }, dueAt: { lte: until } } });
  const silent = await work.db.client.findMany({ where: { goesAt: { lte: until }, erasedAt: null } });
  const due = [...armed.map(dueOf), ...(await Promise.all(silent.map((client) => dueOfSilence(work, client)))).flat()];
  const soon = due.filter((one) => one.goesAt <= until);
  await auditListRead(work, caller, 'retention-due.read', soon);
  const names = await clientNames(
    work,
    soon.map(({ clientId }) => clientId),
  );
  const shown = soon.map(async (one) => {
    const held = await kindsOfHold(work, one.clientId);
    const keptBy = new Set(one.categories.flatMap((category) => held.get(category) ?? []));
    return { ...one, clientName: names.get(one.clientId) ?? null, keptBy: [...keptBy] };
  });
  return (await Promise.all(shown)).toSorted((one, other) => one.goesAt.getTime() - other.goesAt.getTime());
}

type Due = Omit<DueSoon, 'clientName' | 'keptBy'>;

const dueOf = ({ clientId, categories, noticedAt, ...deadline }: Retention): Due => ({
  clientId,
  categories: categories as RetentionCategory[],
  goesAt: goesAt(deadline),
  toldAt: noticedAt,
  isPutOff: goesAt(deadline) > deadline.dueAt,
});

/** Of one who never enrolled: what they were told, unless they have been heard of since. */
async function dueOfSilence(work: Work, client: Client): Promise<readonly Due[]> {
  const next = (await silenceOf(work, client))?.next;
  const { id: clientId, goesAt: goes, noticedAt } = client;
  if (!next || goes === null || goes < next.dueAt) return [];
  return [{ clientId, categories: next.categories, goesAt: goes, toldAt: noticedAt, isPutOff: goes > next.dueAt }];
}
