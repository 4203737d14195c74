import { isClientsAnswer, wrongAnswersThatCloseALink } from '../../workflows/urgent-care/guard';
import { audit } from '../audit/record';
import { followClientLink } from '../client-links';
import { lockClient } from '../clients/lock';
import type { ClientLink } from '../generated/client';
import { type ClientWords, clientWords } from '../people';
import type { Records } from '../records';
import { tellStaffOf } from '../staff-notices/staff-notice';
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

/** The client's own question, and beside it when they were born, where that is known. */
interface Questions {
  readonly birthDate: boolean;
  /** In the client's words. */
  readonly guard: string;
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
  return followClientLink(records, at, { token, page: 'copy' }, async (work, link) => {
    if ((await wrongAnswersOf(work, link.clientId)) >= wrongAnswersThatCloseALink) throw linkIsOver();
    const words = await clientWords(work, link.clientId);
    return follow(work, { link, country: words.country, asks: questionsFor(words) });
  });
}

type WhatTheyKnow = Pick<ClientWords, 'birthDate' | 'guardAnswer' | 'guardQuestion'>;

/**
 * null: they set no question. Whoever lives with a client knows when they were born, and often reads their messages: that
 * alone opens nothing, and they call us.
 */
function questionsFor({ birthDate, guardAnswer, guardQuestion }: WhatTheyKnow): Questions | null {
  if (guardAnswer === '') return null;
  return { birthDate: birthDate !== null, guard: guardQuestion ?? guardQuestionOfOld };
}

/** To all of their links together: each deadline sends another one, and none of them is another five tries. */
async function wrongAnswersOf({ db }: Work, clientId: string): Promise<number> {
  const { _sum } = await db.clientLink.aggregate({ where: { clientId, page: 'copy' }, _sum: { guardFailures: true } });
  return _sum.guardFailures ?? 0;
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
 * Gives the copy to whoever answers everything that is asked. The fifth wrong answer closes all of their links, and
 * the data protection officer hears of it.
 */
export async function identify(
  work: Work,
  { link: { id, clientId } }: FollowedCopyLink,
  answers: Answers,
): Promise<Identified> {
  await lockClient(work, clientId);
  // Looked at again under the lock: many tries at once are tries too.
  const before = await wrongAnswersOf(work, clientId);
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
  return isClientsAnswer(guardAnswer, words.guardAnswer);
}
