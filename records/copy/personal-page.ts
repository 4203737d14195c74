import { isClientsAnswer, wrongAnswersThatCloseALink } from '../../workflows/urgent-care/guard';
import { audit } from '../audit/record';
import { hashOf, lookUp } from '../directory';
import type { ClientLink } from '../generated/client';
import { clientWords } from '../people';
import type { Records } from '../records';
import { tellStaffOf } from '../staff-notices/staff-notice';
import { lockClient } from '../urgent-care/case-row';
import { linkIsOver } from '../urgent-care/personal-page';
import { heedItself, type Work } from '../work';
import { type CopyWithDocuments, copyOfData } from './copy-of-data';

/** The page on which a client gets the copy of their data: it asks who they are, and reveals nothing before. */

export interface FollowedCopyLink {
  readonly link: ClientLink;
  readonly country: string | null;
  /** What is asked; null: nothing is known that only the client knows. */
  readonly question: Question | null;
}

export type Question = { readonly kind: 'birth-date' } | { readonly kind: 'guard'; readonly words: string };

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
    const { country, birthDate, guardAnswer, guardQuestion } = await clientWords(work, link.clientId);
    return follow(work, { link, country, question: questionOf({ birthDate, guardAnswer, guardQuestion }) });
  });
}

interface WhatOnlyTheyKnow {
  readonly birthDate: string | null;
  readonly guardAnswer: string;
  readonly guardQuestion: string | undefined;
}

function questionOf({ birthDate, guardAnswer, guardQuestion }: WhatOnlyTheyKnow): Question | null {
  if (birthDate !== null) return { kind: 'birth-date' };
  if (guardAnswer === '') return null;
  return { kind: 'guard', words: guardQuestion ?? 'What is the answer that you chose when you signed up?' };
}

export type Identified =
  | { readonly kind: 'theirs'; readonly copy: CopyWithDocuments }
  | { readonly kind: 'wrong'; readonly closed: boolean };

/**
 * Gives the copy to whoever knows what only the client knows. The fifth wrong answer closes the link, and the data
 * protection officer hears of it.
 * @param answer a date as `1990-05-17`, or in words, as was asked
 */
export async function identify(
  work: Work,
  { link: { id, clientId }, question }: FollowedCopyLink,
  answer: string,
): Promise<Identified> {
  await lockClient(work, clientId);
  // Looked at again under the lock: many tries at once are tries too.
  const { guardFailures: before } = await work.db.clientLink.findUniqueOrThrow({ where: { id } });
  if (before >= wrongAnswersThatCloseALink) throw linkIsOver();
  const words = await clientWords(work, clientId);
  if (question !== null && isRight(question, words, answer)) {
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

const isRight = (
  question: Question,
  { birthDate, guardAnswer }: Omit<WhatOnlyTheyKnow, 'guardQuestion'>,
  answer: string,
): boolean => (question.kind === 'birth-date' ? answer.trim() === birthDate : isClientsAnswer(answer, guardAnswer));
