import { clientErasures, erasures } from '../../contract/erasures';
import { clientMarketing, marketing } from '../../contract/marketing';
import { clientRetention, retentionSchedule } from '../../contract/retention';
import { calls } from '../../http/serve-group';
import { clientErasureHandlers, erasureHandlers } from '../../routes/erasures';
import { clientMarketingHandlers, optOutHandlers } from '../../routes/marketing';
import { clientRetentionHandlers, scheduleHandlers } from '../../routes/retention';

/** What these pages ask of the contract: the same endpoints as platforms and programs of the organisation do. */

const { recordOptOut, listOptOuts, readOptOut, confirmOptOut } = marketing.endpoints;

export const ofClient = {
  ...calls(clientRetention, clientRetentionHandlers),
  ...calls(clientErasures, clientErasureHandlers),
  ...calls(clientMarketing, clientMarketingHandlers),
};
export const ofErasures = calls(erasures, erasureHandlers);
export const ofSchedule = calls(retentionSchedule, scheduleHandlers);
export const ofOptOuts = calls(
  { ...marketing, endpoints: { recordOptOut, listOptOuts, readOptOut, confirmOptOut } },
  optOutHandlers,
);
