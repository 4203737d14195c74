import { auditListRead } from '../audit/reads';
import { type Caller, requireRole } from '../caller';
import { clientNames, staffNames } from '../people';
import type { Work } from '../work';
import { type HoldView, viewOfHold } from './holds';

/** A hold that stands, as whoever answers for all of them sees it. */
export interface StandingHold extends HoldView {
  readonly clientId: string;
  /** null: their account has gone already. */
  readonly clientName: string | null;
  readonly placedByName: string | null;
}

/** Every hold of the organisation that stands, by when a person looks at it again. Every look is audited. @throws Forbidden */
export async function standingHolds(work: Work, caller: Caller): Promise<readonly StandingHold[]> {
  requireRole(caller, 'dpo', 'admin');
  const rows = await work.db.hold.findMany({
    where: { liftedAt: null },
    orderBy: [{ reviewOn: 'asc' }, { placedAt: 'asc' }],
  });
  await auditListRead(work, caller, 'holds.read', rows);
  const names = await clientNames(
    work,
    rows.map(({ clientId }) => clientId),
  );
  await work.fetchKeys(rows.map(({ clientId }) => clientId));
  const staff = await staffNames(
    work,
    rows.map(({ placedBy }) => placedBy),
  );
  return Promise.all(
    rows.map(async (row) => ({
      ...(await viewOfHold(work, row)),
      clientId: row.clientId,
      clientName: names.get(row.clientId) ?? null,
      placedByName: staff.get(row.placedBy) ?? null,
    })),
  );
}
