import type { ErasureBasis } from '../../workflows/erasure/contract';
import { type RetentionCategory, retentionCategories } from '../../workflows/retention/words';
import { auditListRead } from '../audit/reads';
import { type Caller, requireRole } from '../caller';
import { clientNames, staffNames } from '../people';
import { type HoldKind, kindsOfHold } from '../retention/holds';
import type { Work } from '../work';
import { erasedOf } from './erased';

/** An erasure that is under way, or of which something is kept. */
export interface ErasureNotOver {
  readonly id: string;
  readonly clientId: string;
  /** null: their account has gone already. */
  readonly clientName: string | null;
  readonly basis: ErasureBasis;
  readonly requestedAt: Date;
  /** null: Heed itself, at a deadline. */
  readonly requestedBy: string | null;
  readonly status: 'under-way' | 'held';
  readonly gone: readonly RetentionCategory[];
  readonly toGo: readonly RetentionCategory[];
  /** What keeps some of it. */
  readonly keptBy: readonly HoldKind[];
}

/** The oldest first. Every look is audited. @throws Forbidden */
export async function erasuresNotOver(work: Work, caller: Caller): Promise<readonly ErasureNotOver[]> {
  requireRole(caller, 'dpo', 'admin');
  const rows = await work.db.erasure.findMany({
    where: { status: { in: ['under-way', 'held'] } },
    orderBy: { id: 'asc' },
  });
  await auditListRead(work, caller, 'erasures.read', rows);
  const names = await clientNames(
    work,
    rows.map(({ clientId }) => clientId),
  );
  const staff = await staffNames(
    work,
    rows.flatMap(({ requestedBy }) => requestedBy ?? []),
  );
  return Promise.all(
    rows.map(async ({ id, clientId, basis, categories, requestedAt, requestedBy, status }) => {
      const gone = await erasedOf(work, id);
      const toGo = retentionCategories.filter((one) => categories.includes(one) && !gone.includes(one));
      const held = await kindsOfHold(work, clientId);
      return {
        id,
        clientId,
        clientName: names.get(clientId) ?? null,
        basis: basis as ErasureBasis,
        requestedAt,
        requestedBy: requestedBy === null ? null : (staff.get(requestedBy) ?? null),
        status: status as ErasureNotOver['status'],
        gone,
        toGo,
        keptBy: [...new Set(toGo.flatMap((category) => held.get(category) ?? []))],
      };
    }),
  );
}
