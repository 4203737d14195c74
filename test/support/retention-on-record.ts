import { englishRetentionNotice } from '../../activities/messaging/letters/english';
import { endEnrolment, startEnrolment } from '../../records/enrolments/enrolments';
import { placeHold } from '../../records/retention/holds';
import type { RetentionTools } from '../../records/retention/notice';
import { saveSchedule } from '../../records/retention/schedule';
import { type Actor, heedItself, type Work } from '../../records/work';

/** Retentions carried by their records alone. */

export const retentionTools: RetentionTools = { letter: englishRetentionNotice, publicUrl: 'https://heed.example' };

interface OfClient {
  readonly clientId: string;
  readonly practitionerId: string;
}

/** The client is with their practitioner from now on. Resolves to the enrolment's id. */
export async function enrols(work: Work, { clientId, practitionerId }: OfClient): Promise<string> {
  const startedAt = new Date(work.at.getTime() - 365 * 24 * 60 * 60_000);
  return (await startEnrolment(work, heedItself, { clientId, practitionerId, courseId: null, startedAt })).id;
}

/** They were, and it is over since then. Resolves to the enrolment's id. */
export async function wasEnrolled(work: Work, ofClient: OfClient, endedAt: Date = work.at): Promise<string> {
  const id = await enrols(work, ofClient);
  await endEnrolment(work, heedItself, id, { endedAt, reason: 'All six weeks.' });
  return id;
}

/** Each table of retention has a row. */
export async function wholeRetention(
  work: Work,
  by: Actor & { readonly id: string },
  ofClient: OfClient,
): Promise<void> {
  await saveSchedule(work, by, {});
  await wasEnrolled(work, ofClient);
  const hold = { categories: ['notes'], reason: 'A claim was announced.', reviewOn: '2027-06-01' } as const;
  await placeHold(work, by, ofClient.clientId, hold);
}
