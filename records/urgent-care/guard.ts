import { randomBytes, timingSafeEqual } from 'node:crypto';
import { isClientsAnswer, wrongAnswersThatCloseALink } from '../../workflows/urgent-care/guard';
import { hashOf } from '../directory';
import { clientWords } from '../people';
import { heedItself, type Work } from '../work';
import { recordAct } from './acts';
import { isDecided, lockCase } from './case-row';
import { chronicle } from './chronicle';
import { type FollowedLink, linkIsOver } from './personal-page';
import { decideAnew } from './proposals';

/**
 * The coercion guard: a personal link asks for what only the client knows, and reveals nothing before it. Who answers
 * wrongly may be somebody who holds the client's phone: what follows on that link counts as silence, nothing is
 * disclosed until somebody decides anew, and the owner is paged. domain.md §3.2
 */

/** Of those whose question was not kept with their answer. */
export const guardQuestionOfOld = 'What is the answer that you chose when you signed up?';

/** The client's own question; null if none was set: then the page opens without. */
export async function guardQuestion(work: Work, { theCase }: FollowedLink): Promise<string | null> {
  const { guardQuestion: question, guardAnswer } = await clientWords(work, theCase.clientId);
  return guardAnswer === '' ? null : (question ?? guardQuestionOfOld);
}

export type GuardResult =
  /** Proves for a while that the question was answered. */
  { readonly kind: 'passed'; readonly pass: string } | { readonly kind: 'wrong' };

export async function answerGuard(work: Work, followed: FollowedLink, given: string): Promise<GuardResult> {
  const theCase = await lockCase(work, followed.theCase.id);
  const { guardAnswer } = await clientWords(work, theCase.clientId);
  const { id } = followed.link;
  // Looked at again under the lock: many tries at once are tries too.
  const { guardFailures: before } = await work.db.personalLink.findUniqueOrThrow({ where: { id } });
  if (before >= wrongAnswersThatCloseALink) throw linkIsOver();
  if (isClientsAnswer(given, guardAnswer)) {
    const pass = randomBytes(16).toString('base64url');
    await work.db.personalLink.update({ where: { id }, data: { guardPassHash: hashOf(pass), guardPassedAt: work.at } });
    return { kind: 'passed', pass };
  }
  const { guardFailures } = await work.db.personalLink.update({
    where: { id },
    data: { guardFailures: { increment: 1 } },
    select: { guardFailures: true },
  });
  const closed = guardFailures >= wrongAnswersThatCloseALink ? ' That link is closed now.' : '';
  const text = `Somebody gave a wrong answer to the client's own question.${closed}`;
  await chronicle(work, theCase, { actor: heedItself, kind: 'guard.failed', text });
  await pauseDisclosure(work, followed);
  return { kind: 'wrong' };
}

const passLastsMs = 30 * 60_000;

/** Whether the question was answered a moment ago by whoever sends this form. */
export function hasPass({ link }: FollowedLink, pass: string, at: Date): boolean {
  if (link.guardPassHash === null || link.guardPassedAt === null) return false;
  if (at.getTime() > link.guardPassedAt.getTime() + passLastsMs) return false;
  return timingSafeEqual(link.guardPassHash, hashOf(pass));
}

/** Wrong answers came before on this link: what is said on it counts as silence. */
export const isDoubtful = ({ link }: FollowedLink): boolean => link.guardFailures > 0;

/** Nothing more is disclosed before somebody decides anew; the owner is paged. The client's row must be locked. */
async function pauseDisclosure(work: Work, { theCase: { id } }: FollowedLink): Promise<void> {
  const theCase = await lockCase(work, id);
  await recordAct(work, id, { kind: 'guard-failed' });
  if (isDecided(theCase)) await decideAnew(work, theCase);
}

/** What was asked for on a doubtful link: kept, so that a person can ask the client; nothing follows from it by itself. */
export async function recordDoubtful(work: Work, followed: FollowedLink, said: string): Promise<void> {
  const theCase = await lockCase(work, followed.theCase.id);
  const text = `Behind a wrong answer to the client's own question, so it counts as silence: ${said}`;
  await chronicle(work, theCase, { actor: heedItself, kind: 'client.answered-doubtfully', text });
  await pauseDisclosure(work, followed);
}
