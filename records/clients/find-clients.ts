import { auditListRead } from '../audit/reads';
import { type Caller, requireRole } from '../caller';
import { isId } from '../ids';
import { clientNames } from '../people';
import { asE164 } from '../phones';
import type { Work } from '../work';

export interface FoundClient {
  readonly id: string;
  /** null: nothing but their row is left. */
  readonly name: string | null;
  readonly code: string | null;
}

/**
 * Whose this is: an id, a code, an email address or a number, as somebody writes who asks for their data. Several may
 * share an address. Every look that finds somebody is audited. @throws Forbidden
 */
export async function findClients(work: Work, caller: Caller, given: string): Promise<readonly FoundClient[]> {
  requireRole(caller, 'dpo', 'admin');
  const sought = given.trim();
  const rows = await work.db.client.findMany({
    where: {
      OR: [
        ...(isId(sought) ? [{ id: sought }] : []),
        { code: sought.toUpperCase() },
        { emailIndex: { in: work.indexes(sought) } },
        { mobileIndex: { in: work.indexes(asE164(sought)) } },
      ],
    },
    select: { id: true, code: true },
    orderBy: { id: 'asc' },
  });
  const found = rows.map(({ id }) => ({ clientId: id }));
  await auditListRead(work, caller, 'clients.found', found);
  const names = await clientNames(
    work,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, code }) => ({ id, code, name: names.get(id) ?? null }));
}
