import { z } from 'zod';
import { marketingChannels } from '../../workflows/marketing-opt-out/words';
import { retentionCategories } from '../../workflows/retention/words';
import { signUpStatuses } from '../../workflows/sign-up/words';
import { caseStatuses } from '../../workflows/urgent-care/words';
import { instant } from './webhook-message';

/**
 * What platforms may be told of: what they keep copies of, show to somebody, or have to do something about themselves.
 * Ids, enums and instants; whoever needs more reads it, with what their role lets them read.
 */
export const platformEvents = {
  'case.status-changed': z.object({ caseId: z.uuid(), clientId: z.uuid(), status: z.enum(caseStatuses) }),
  'sign-up.status-changed': z.object({ signUpId: z.uuid(), clientId: z.uuid(), status: z.enum(signUpStatuses) }),
  'enrolment.started': z.object({
    enrolmentId: z.uuid(),
    clientId: z.uuid(),
    courseId: z.uuid().nullable(),
    practitionerId: z.uuid(),
    startedAt: instant,
  }),
  'enrolment.ended': z.object({ enrolmentId: z.uuid(), clientId: z.uuid(), endedAt: instant }),
  'opt-out.recorded': z.object({
    optOutId: z.uuid(),
    clientId: z
      .uuid()
      .nullable()
      .meta({ description: 'null: of an address that nobody or more than one of the clients has.' }),
    channels: z.array(z.enum(marketingChannels)),
    receivedAt: instant,
  }),
  'erasure.completed': z.object({
    erasureId: z.uuid(),
    clientId: z.uuid(),
    status: z.enum(['done', 'held']).meta({ description: 'held: other categories are kept for now.' }),
    erased: z.array(z.enum(retentionCategories)).meta({ description: 'The platform erases these too.' }),
  }),
} as const;

export type PlatformEventType = keyof typeof platformEvents;
export type PlatformEventData<Type extends PlatformEventType> = z.output<(typeof platformEvents)[Type]>;

export const platformEventTypes = Object.keys(platformEvents) as readonly PlatformEventType[];
