import type { Plan, SavedPlan } from '../people';
import type { Work } from '../work';

/** Puts this plan in force as the client's newest version; the older ones are kept. */
export async function writePlan(
  work: Work,
  clientId: string,
  plan: Plan,
  { version, savedBy }: { readonly version: number; readonly savedBy: string | null },
): Promise<SavedPlan> {
  const { organisationId, at: savedAt } = work;
  const { gp, contacts, permissions, barred } = plan;
  const words = { gp, contacts, permissions, ...(barred === undefined ? {} : { barred }) };
  const inRow = { version, neverContact: [...plan.neverContact], sealed: await work.seal(clientId, words) };
  await work.db.planVersion.create({ data: { clientId, organisationId, savedBy, savedAt, ...inRow } });
  await work.db.urgentCarePlan.upsert({
    where: { clientId },
    create: { clientId, organisationId, ...inRow },
    update: inRow,
  });
  return { ...plan, version };
}
