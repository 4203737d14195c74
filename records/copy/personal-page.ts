import { isClientsAnswer, wrongAnswersThatCloseALink } from '../../workflows/urgent-care/guard';
import { audit } from '../audit/record';
import { hashOf, lookUp } from '../directory';
import type { ClientLink } from '../generated/client';
import { type ClientWords, clientWords } from '../people';
import type { Records } from '../records';
import { tellStaffOf } from '../staff-notices/staff-notice';
import { lockClient } from '../urgent-care/case-row';
import { guardQuestionOfOld } from '../urgent-care/guard';
import { linkIsOver } from '../urgent-care/personal-page';
import { heedItself, type Work } from '../work';
import { type CopyWithDocuments, copyOfData } from './copy-of-data';

/** The page on which a client gets the copy of their data: it asks who they are, and reveals nothing before. */

export interface FollowedCopyLink {
  readonly link: ClientLink;
  readonly country: string | null;
  readonly asks: Questions | null;
}

/**
 * Everything that is asked, of what is known of them. Whoever lives with a client knows when they were born: where the
 * client set a question of their own, that is asked beside it.
 */
export interface Questions {
  readonly birthDate: boolean;
  /** In the client's words; null: they set none. */
  readonly guard: string | null;
}

/**
 * Runs `work` as the organisation that the link's token belongs to.
 * @throws NotFound if the link is unknown, of another page, over, or closed by wrong answers
 */
export async function followCopyLink<T>(
  records: Records,
  at: Date,
  token: string,
  follow: (work: Work, followed: FollowedCopyLink) => Promise<T>,
): Promise<T> {
  const organisationId = await lookUp(records, 'link', token);
  if (organisationId === null) throw linkIsOver();
  return records.withOrganisation(organisationId, at, async (work) => {
    const link = await work.db.clientLink.findUnique({ where: { tokenHash: hashOf(token) } });
    if (link?.page !== 'copy' || link.expiresAt <= at) throw linkIsOver();
    if (link.guardFailures >= wrongAnswersThatCloseALink) throw linkIsOver();
    const words = await clientWords(work, link.clientId);
    return follow(work, { link, country: words.country, asks: questionsFor(words) });
  });
}

type WhatTheyKnow = Pick<ClientWords, 'birthDate' | 'guardAnswer' | 'guardQuestion'>;

/** null: nothing is known by which they could be told from others. */
function questionsFor({ birthDate, guardAnswer, guardQuestion }: WhatTheyKnow): Questions | null {
  const hasGuard = guardAnswer !== '';
  if (birthDate === null && !hasGuard) return null;
  return { birthDate: birthDate !== null, guard: hasGuard ? (guardQuestion ?? guardQuestionOfOld) : null };
}

export type Identified =
  | { readonly kind: 'theirs'; readonly copy: CopyWithDocuments }
  | { readonly kind: 'wrong'; readonly closed: boolean };

export interface Answers {
  /** `1990-05-17` */
  readonly birthDate: string;
  readonly guardAnswer: string;
}

/**
 * Gives the copy to whoever answers everything that is asked. The fifth wrong answer closes the link, and the data
 * protection officer hears of it.
 */
export async function identify(
  work: Work,
  { link: { id, clientId } }: FollowedCopyLink,
  answers: Answers,
): Promise<Identified> {
  await lockClient(work, clientId);
  // Looked at again under the lock: many tries at once are tries too.
  const { guardFailures: before } = await work.db.clientLink.findUniqueOrThrow({ where: { id } });
  if (before >= wrongAnswersThatCloseALink) throw linkIsOver();
  const words = await clientWords(work, clientId);
  if (areTheirs(words, answers)) {
    const name = `${words.firstName} ${words.lastName}`;
    await audit(work, { actor: { kind: 'client', id: clientId, name }, action: 'copy.given', clientId });
    return { kind: 'theirs', copy: await copyOfData(work, clientId) };
  }
  const closed = before + 1 >= wrongAnswersThatCloseALink;
  await work.db.clientLink.update({ where: { id }, data: { guardFailures: { increment: 1 } } });
  await audit(work, { actor: heedItself, action: closed ? 'copy.link-closed' : 'copy.refused', clientId });
  if (closed) await tellStaffOf(work, 'copy-refused', `${clientId}/${id}`);
  return { kind: 'wrong', closed };
}

function areTheirs(words: WhatTheyKnow, { birthDate, guardAnswer }: Answers): boolean {
  const asks = questionsFor(words);
  if (asks === null) return false;
  if (asks.birthDate && birthDate.trim() !== words.birthDate) return false;
  return asks.guard === null || isClientsAnswer(guardAnswer, words.guardAnswer);
}
