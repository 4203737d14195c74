import type { Plan, SavedPlan } from '../people';
import type { Work } from '../work';
import { enterNotices } from './contact-notices';

/**
 * Puts this plan in force as the client's newest version; the older ones are kept. Whoever it names first is to be told
 * how their data are held.
 */
export async function writePlan(
  work: Work,
  clientId: string,
  plan: Plan,
  { before, savedBy }: { readonly before: SavedPlan | null; readonly savedBy: string | null },
): Promise<SavedPlan> {
  const { organisationId, at: savedAt } = work;
  const version = (before?.version ?? 0) + 1;
  const { gp, contacts, permissions, barred } = plan;
  const words = { gp, contacts, permissions, ...(barred === undefined ? {} : { barred }) };
  const inRow = { version, neverContact: [...plan.neverContact], sealed: await work.seal(clientId, words) };
  await work.db.planVersion.create({ data: { clientId, organisationId, savedBy, savedAt, ...inRow } });
  await work.db.urgentCarePlan.upsert({
    where: { clientId },
    create: { clientId, organisationId, ...inRow },
    update: inRow,
  });
  const saved = { ...plan, version };
  await enterNotices(work, clientId, before, saved);
  return saved;
}
