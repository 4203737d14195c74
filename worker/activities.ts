import { createErasureActivities } from '../activities/erasure/activities';
import type { HistoryKeeper } from '../activities/erasure/history-keeper';
import { createMarketingMessageActivities } from '../activities/marketing-message/activities';
import { createPace } from '../activities/marketing-message/pace';
import { createMarketingOptOutActivities } from '../activities/marketing-opt-out/activities';
import type { ListTellers } from '../activities/marketing-opt-out/list-tellers';
import {
  englishLetters,
  englishMarketingLetter,
  englishPreflightLetters,
  englishRetentionNotice,
  englishSafetyPageLetter,
  englishSignUpLetters,
  englishStaffNotice,
} from '../activities/messaging/letters/english';
import type { Post } from '../activities/messaging/post';
import { createPreflightActivities } from '../activities/preflight/activities';
import { createRetentionActivities } from '../activities/retention/activities';
import type { RetentionProcesses } from '../activities/retention/processes';
import { createReconciliationActivities } from '../activities/retention/reconciliation';
import { createSafetyConversationActivities } from '../activities/safety-conversation/activities';
import { createSignUpActivities } from '../activities/sign-up/activities';
import { createStaffNoticeActivities } from '../activities/staff-notices/activities';
import { createUrgentCareActivities } from '../activities/urgent-care/activities';
import type { Records } from '../records/records';
import type { Clock } from '../runtime/clock';

export interface ActivityDeps {
  readonly records: Records;
  readonly post: Post;
  readonly listTellers: ListTellers;
  readonly clock: Clock;
  readonly publicUrl: string;
  /** How many a mailing reaches in a second. */
  readonly marketingPerSecond: number;
  /** Where the histories of processes are kept, of which an erasure deletes its client's. */
  readonly histories: HistoryKeeper;
  readonly retentions: RetentionProcesses;
}

/** Everything that a story may ask of the world. Each worker has all of it; its queue says what it is asked for. */
export const createActivities = ({ publicUrl, marketingPerSecond, histories, retentions, ...deps }: ActivityDeps) => ({
  ...createUrgentCareActivities({ ...deps, tools: { letters: englishLetters, publicUrl } }),
  ...createSignUpActivities({ ...deps, tools: { letters: englishSignUpLetters, publicUrl } }),
  ...createRetentionActivities({ ...deps, tools: { letter: englishRetentionNotice, publicUrl } }),
  ...createReconciliationActivities({
    ...deps,
    tools: { letter: englishRetentionNotice, publicUrl },
    processes: retentions,
  }),
  ...createPreflightActivities({ ...deps, letters: englishPreflightLetters }),
  ...createSafetyConversationActivities({ ...deps, letter: englishSafetyPageLetter }),
  ...createMarketingOptOutActivities(deps),
  ...createMarketingMessageActivities({
    ...deps,
    tools: { letter: englishMarketingLetter, publicUrl },
    pace: createPace(marketingPerSecond),
  }),
  ...createStaffNoticeActivities({ ...deps, letter: englishStaffNotice }),
  ...createErasureActivities({ ...deps, histories }),
});
