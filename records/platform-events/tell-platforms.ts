import type { MarketingChannel } from '../../workflows/marketing-opt-out/words';
import type { RetentionCategory } from '../../workflows/retention/words';
import type { SignUpStatus } from '../../workflows/sign-up/words';
import type { CaseStatus } from '../../workflows/urgent-care/words';
import type { Prisma } from '../generated/client';
import { newId } from '../ids';
import type { Work } from '../work';

/**
 * What platforms may be told of: what they keep copies of, show to somebody, or have to do something about themselves.
 * Ids, enums and instants; whoever needs more reads it, with what their role lets them read.
 */
interface EventData {
  'case.status-changed': { readonly caseId: string; readonly clientId: string; readonly status: CaseStatus };
  'sign-up.status-changed': { readonly signUpId: string; readonly clientId: string; readonly status: SignUpStatus };
  'enrolment.started': {
    readonly enrolmentId: string;
    readonly clientId: string;
    readonly courseId: string | null;
    readonly practitionerId: string;
    readonly startedAt: string;
  };
  'enrolment.ended': { readonly enrolmentId: string; readonly clientId: string; readonly endedAt: string };
  'opt-out.recorded': {
    readonly optOutId: string;
    /** null: of an address that nobody or more than one of the clients has. */
    readonly clientId: string | null;
    readonly channels: readonly MarketingChannel[];
    readonly receivedAt: string;
  };
  /** The platform erases these categories too. `held`: others are kept for now. */
  'erasure.completed': {
    readonly erasureId: string;
    readonly clientId: string;
    readonly status: 'done' | 'held';
    readonly erased: readonly RetentionCategory[];
  };
}

export type PlatformEventType = keyof EventData;

export const platformEventTypes = [
  'case.status-changed',
  'sign-up.status-changed',
  'enrolment.started',
  'enrolment.ended',
  'opt-out.recorded',
  'erasure.completed',
] as const satisfies readonly PlatformEventType[];

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
  data: EventData[Type],
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
