import type { SafetyStanding } from '../../workflows/safety-conversation/contract';
import type { SafetyAnswer } from '../../workflows/sign-up/instruments/safety-answers';
import { conflict, notFound } from '../errors';
import type { SafetyConcern } from '../generated/client';
import { lockSignUp } from '../sign-up/sign-up-row';
import type { Work } from '../work';

/** How an answer reached us. */
export const answeredVia = ['page', 'platform', 'staff'] as const;
export type AnsweredVia = (typeof answeredVia)[number];

/** What is sealed of a concern: every time that it was raised, oldest first. */
export interface SafetyWords {
  readonly raised: readonly RaisedTime[];
}

export interface RaisedTime {
  /** ISO instant. */
  readonly at: string;
  readonly via: AnsweredVia;
  readonly answers: readonly SafetyAnswer[];
}

/** What a person judged after they had talked with the client. */
export interface JudgementWords {
  readonly note: string;
}

/** The client's concern that nobody has judged yet; at most one. */
export const openConcernOf = (work: Work, clientId: string): Promise<SafetyConcern | null> =>
  work.db.safetyConcern.findFirst({ where: { clientId, judgedAt: null } });

/** The concern with its client's row locked. @throws NotFound for one that is not this organisation's */
export async function lockConcern(work: Work, id: string): Promise<SafetyConcern> {
  await work.db.$queryRaw`
    SELECT id FROM clients WHERE id = (SELECT client_id FROM safety_concerns WHERE id = ${id}::uuid) FOR UPDATE`;
  // In a statement of its own: only now does it see what was committed while the lock was waited for.
  const found = await work.db.safetyConcern.findUnique({ where: { id } });
  if (!found) throw notFound('concern');
  return found;
}

/** @throws NotFound for a sign-up that is not this organisation's; Conflict where no safety answer waits */
export async function lockOpenConcern(work: Work, signUpId: string): Promise<SafetyConcern> {
  const { clientId } = await lockSignUp(work, signUpId);
  const open = await openConcernOf(work, clientId);
  if (!open) throw conflict('no-safety-answer', 'No safety answer waits for a person: there is nothing to judge.');
  return open;
}

/** What its process has to know of it. */
export const standingOf = ({ changes, timesRaised, takenAt, judgedAt }: SafetyConcern): SafetyStanding => ({
  changes,
  timesRaised,
  takenAt: takenAt?.getTime() ?? null,
  judged: judgedAt !== null,
});
