import { freePlace } from '../practitioners/caseload';
import type { Work } from '../work';

/** Who was to treat the client, or was asked to, has a place again. */
export async function leaveTheirPlace(work: Work, clientId: string): Promise<void> {
  const { practitionerId } = await work.db.client.findUniqueOrThrow({ where: { id: clientId } });
  if (practitionerId !== null) await freePlace(work, practitionerId);
  await work.db.client.update({ where: { id: clientId }, data: { practitionerId: null } });
  const asked = await work.db.allocation.findMany({ where: { clientId, standing: 'confirmed' } });
  for (const { practitionerId: whoIsAsked } of asked) if (whoIsAsked !== null) await freePlace(work, whoIsAsked);
}
