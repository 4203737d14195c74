import type { Prisma } from '../generated/client';
import { newId } from '../ids';
import type { Work } from '../work';
import type { PlatformEventData, PlatformEventType } from './events';

/**
 * Has every platform told that asked for it, in the transaction of the fact. Those whose endpoint is disabled find it among
 * their dead letters.
 * @param subjectId in whose order it comes, such as a case's: what is told of one subject comes one after another, in the
 * order in which it was written, which is that of commit where a client's row is locked
 */
export async function tellPlatforms<Type extends PlatformEventType>(
  work: Work,
  type: Type,
  subjectId: string,
  data: PlatformEventData<Type>,
): Promise<void> {
  const { organisationId, at } = work;
  const endpoints = await work.db.webhookEndpoint.findMany({
    where: { removedAt: null, eventTypes: { has: type } },
    select: { id: true, disabledAt: true },
    orderBy: { id: 'asc' },
  });
  if (endpoints.length === 0) return;
  await work.db.webhookDelivery.createMany({
    data: endpoints.map(({ id: endpointId, disabledAt }) => ({
      id: newId(),
      organisationId,
      endpointId,
      type,
      subjectId,
      // News of an erasure outlives whom it is about.
      clientId: type === 'erasure.completed' ? null : data.clientId,
      data: data as unknown as Prisma.InputJsonObject,
      at,
      ...(disabledAt === null ? {} : { deadSince: at, lastError: 'endpoint-disabled' }),
    })),
  });
}
