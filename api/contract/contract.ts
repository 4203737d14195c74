import { urgentCareCases } from './cases';
import { deadlines } from './deadlines';
import type { Group } from './endpoint';
import { enrolments } from './enrolments';
import { clientErasures, erasures, outcomes } from './erasures';
import { inboundMessages } from './inbound-messages';
import { mandates } from './mandates';
import { clientMarketing, marketing } from './marketing';
import { marketingMessages } from './marketing-messages';
import { urgentCarePolicy } from './policy';
import { reachability } from './reachability';
import { clientRetention, retentionSchedule } from './retention';
import { onCallRota } from './rota';

/** All that `/v1` offers, in the order in which a reader wants to meet it. */
export const contract: readonly Group[] = [
  urgentCareCases,
  inboundMessages,
  mandates,
  urgentCarePolicy,
  onCallRota,
  reachability,
  enrolments,
  marketing,
  clientMarketing,
  marketingMessages,
  retentionSchedule,
  clientRetention,
  clientErasures,
  erasures,
  outcomes,
  deadlines,
];
