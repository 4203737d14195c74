import { englishSignUpLetters } from '../../activities/messaging/letters/english';
import { saveDraft } from '../../records/assessment/drafts';
import { submitAssessment } from '../../records/assessment/submit';
import type { Caller } from '../../records/caller';
import { signConsentForm } from '../../records/consent-form/sign';
import { beginErasure } from '../../records/erasure/begin';
import { eraseCategory } from '../../records/erasure/erase-category';
import { raiseSafetyConcern } from '../../records/safety/raise';
import { recordSignUpAct } from '../../records/sign-up/acts';
import { leaveSignUp } from '../../records/sign-up/leave';
import { type Registration, register } from '../../records/sign-up/register';
import { lockSignUp } from '../../records/sign-up/sign-up-row';
import { openNote, type SignUpTools } from '../../records/sign-up/steps';
import { heedItself, type Work } from '../../records/work';
import { retentionCategories } from '../../workflows/retention/words';
import type { WhatHappened } from '../../workflows/sign-up/contract';

/** Sign-ups carried by their records alone. */

export const signUpTools: SignUpTools = { letters: englishSignUpLetters, publicUrl: 'https://heed.example' };

/** Somebody whom nobody knows yet. @param number below 100: each has an address and a mobile of their own */
export const newcomer = (number: number): Registration => ({
  person: {
    email: `newcomer.${number}@mail.example`,
    mobile: `+4477009003${String(number).padStart(2, '0')}`,
    firstName: 'Robin',
    lastName: `Newcome${number}`,
    username: null,
    birthDate: '1990-05-17',
    country: 'GB',
    language: 'en',
    interpreter: null,
    homeAddress: '1 Station Road, Harrowby HR1 1AA',
    safeContact: { sms: true, email: true },
    demographics: {},
  },
  courseId: null,
  plan: 'standard',
  preferences: {},
  sharing: { riskSummary: false, progressSummary: false },
  marketing: { email: false, sms: false, topics: [] },
  guard: { question: 'What did you see from your first bedroom?', answer: 'A blue door' },
});

/** Things happen in a sign-up, one after the other, and are recorded. */
export async function happensIn(work: Work, signUpId: string, happenings: readonly WhatHappened[]): Promise<void> {
  await lockSignUp(work, signUpId);
  for (const what of happenings) await recordSignUpAct(work, signUpId, what);
}

/** Signs the form as it is seeded. */
export async function signsForm(work: Work, clientId: string): Promise<void> {
  const signature = { version: 1, signedName: 'Robin', signedAt: work.at, via: 'platform', document: null } as const;
  await signConsentForm(work, heedItself, clientId, signature);
}

/** A message with a personal link is written, as the sign-up's process would have it. Resolves to the link's path. */
export async function linkSent(work: Work, signUpId: string, step: number): Promise<string> {
  const note = { kind: 'consent-form', reminder: false } as const;
  const { organisationId, at } = work;
  const order = { signUpId, organisationId, step, at: at.getTime(), seen: Number.MAX_SAFE_INTEGER, note };
  const opened = await openNote(work, signUpTools, order);
  const text = opened.kind === 'opened' ? opened.outgoing[0]?.text : undefined;
  return /\/s\/[\w-]+/.exec(text ?? '')?.[0] ?? '';
}

/** One questionnaire submitted, with a safety answer, and another one begun. */
async function answersHalfway(work: Work, signUpId: string): Promise<void> {
  const given = { by: heedItself, via: 'page' } as const;
  await raiseSafetyConcern(work, signUpId, { ...given, answers: [{ instrument: 'PHQ-9', item: 9, answer: 1 }] });
  await submitAssessment(work, signUpId, { ...given, instrument: 'PHQ-9', answers: [0, 0, 0, 0, 0, 0, 0, 0, 1] });
  await saveDraft(work, signUpId, { instrument: 'GAD-7', item: 1, answer: 0 });
}

/** Registered, written to for the first time, signed, half answered, and left: each of its tables has a row. */
export async function wholeSignUp(work: Work, by: Caller, registration: Registration): Promise<string> {
  const { id: signUpId, clientId } = await register(work, by, registration);
  await linkSent(work, signUpId, 1);
  await signsForm(work, clientId);
  await answersHalfway(work, signUpId);
  await leaveSignUp(work, heedItself, signUpId);
  return signUpId;
}

/** Registered and erased again: what is left is the proof of it. */
export async function erasedSignUp(work: Work, by: Caller, registration: Registration): Promise<void> {
  const { clientId } = await register(work, by, registration);
  const order = { clientId, basis: 'controller-instruction', categories: retentionCategories } as const;
  const { id: erasureId } = await beginErasure(work, order);
  for (const category of ['messages', 'account'] as const) await eraseCategory(work, { erasureId, category });
}
