import { leastNoticeMs } from '../../workflows/retention/rules';
import { retentionCategories } from '../../workflows/retention/words';
import { openClientMessages } from '../client-messages';
import { organisationOf } from '../people';
import type { Outgoing } from '../urgent-care/dispatches';
import type { Work } from '../work';
import type { RetentionNoticeLetter } from './letters';

/** What a client is told before their data go. domain.md §5 */

export interface RetentionTools {
  readonly letter: RetentionNoticeLetter;
  readonly publicUrl: string;
}

interface RetentionNotice {
  readonly clientId: string;
  /** Under which this notice exists once. */
  readonly key: string;
  readonly categories: readonly string[];
  readonly goesAt: Date;
}

/** Writes to the client when their data go, by every channel that is safe for them, with a link to their copy. */
export async function openNotice(
  work: Work,
  { letter, publicUrl }: RetentionTools,
  { clientId, key, categories, goesAt }: RetentionNotice,
): Promise<readonly Outgoing[]> {
  const { timeZone } = await organisationOf(work);
  return openClientMessages(work, {
    clientId,
    key: `${key}/notice`,
    template: 'retention-notice',
    purpose: 'legal',
    page: 'copy',
    linkUntil: goesAt,
    publicUrl,
    write: (channel, facts) =>
      letter(channel, { ...facts, goesAt, timeZone, somethingStays: !isEverything(categories) }),
  });
}

/** Whoever is told late, because an end was recorded late or nobody looked, has a week at least. contract.md §6 */
export function putOffUntil({ dueAt }: { readonly dueAt: Date }, noticedAt: Date): Date | null {
  const leastUntil = new Date(noticedAt.getTime() + leastNoticeMs);
  return leastUntil > dueAt ? leastUntil : null;
}

const isEverything = (categories: readonly string[]): boolean =>
  retentionCategories.every((category) => categories.includes(category));
