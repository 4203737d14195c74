import { allocations } from './allocations';
import { assessments } from './assessments';
import { bookings } from './bookings';
import { urgentCareCases } from './cases';
import { clientEvents } from './client-events';
import { clients } from './clients';
import { consentForms, consentFormVersions } from './consent-forms';
import { contactNotices, openContactNotices } from './contact-notices';
import { deadlines } from './deadlines';
import type { Group } from './endpoint';
import { enrolments } from './enrolments';
import { clientErasures, erasures, outcomes } from './erasures';
import { inboundMessages } from './inbound-messages';
import { interests } from './interests';
import { mandates } from './mandates';
import { clientMarketing, marketing } from './marketing';
import { marketingMessages } from './marketing-messages';
import { planNeeds } from './plan-needs';
import { urgentCarePolicy } from './policy';
import { clientsPractitioner, practitioners } from './practitioners';
import { reachability } from './reachability';
import { clientRetention, retentionSchedule } from './retention';
import { onCallRota } from './rota';
import { safety } from './safety';
import { signUps } from './sign-ups';
import { urgentCarePlan } from './urgent-care-plan';
import { webhookEndpoints } from './webhook-endpoints';

/** All that `/v1` offers, in the order in which a reader wants to meet it. */
export const contract: readonly Group[] = [
  urgentCareCases,
  inboundMessages,
  mandates,
  urgentCarePolicy,
  onCallRota,
  reachability,
  urgentCarePlan,
  contactNotices,
  openContactNotices,
  planNeeds,
  interests,
  signUps,
  consentForms,
  consentFormVersions,
  assessments,
  safety,
  allocations,
  practitioners,
  clientsPractitioner,
  enrolments,
  clients,
  clientEvents,
  bookings,
  marketing,
  clientMarketing,
  marketingMessages,
  retentionSchedule,
  clientRetention,
  clientErasures,
  erasures,
  outcomes,
  deadlines,
  webhookEndpoints,
];
