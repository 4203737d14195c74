import type { Prisma } from '../generated/client';
import { type ClientWords, openPlan, type SavedPlan } from '../people';
import type { Work } from '../work';

/** A client as their record has them, with the plan in force. */
export interface OnFile {
  readonly clientId: string;
  readonly code: string | null;
  readonly practitionerId: string | null;
  /** After a death: nothing is sent to or about them. */
  readonly held: boolean;
  readonly words: ClientWords;
  /** null: none was ever saved. */
  readonly plan: SavedPlan | null;
}

/** These clients, read at once, in a lasting order. Whoever calls it has asked who may see them. */
export async function clientsOnFile(work: Work, where: Prisma.ClientWhereInput): Promise<readonly OnFile[]> {
  const clients = await work.db.client.findMany({
    where: { AND: [{ erasedAt: null }, where] },
    select: { id: true, code: true, practitionerId: true, held: true, sealed: true },
    orderBy: { id: 'asc' },
  });
  const ids = clients.map(({ id }) => id);
  await work.fetchKeys(ids);
  const plans = await work.db.urgentCarePlan.findMany({ where: { clientId: { in: ids } } });
  const planOf = new Map(plans.map((plan) => [plan.clientId, plan]));
  return Promise.all(
    clients.map(async ({ id: clientId, sealed, ...client }) => {
      const plan = planOf.get(clientId);
      return {
        clientId,
        ...client,
        words: await work.open<ClientWords>(clientId, sealed),
        plan: plan ? await openPlan(work, plan) : null,
      };
    }),
  );
}
