import { answerOf } from '../../client/heed-client';
import type { StackClient } from '../stack-client';

/** Somebody whom the stack did not know before. */
export interface Newcomer {
  readonly signUpId: string;
  readonly clientId: string;
  readonly mobile: string;
  readonly number: number;
  readonly courseId: string | null;
}

/** Robin Newcome signs up. @param number the end of their mobile's number, which nobody else may have */
export async function registerNewcomer(http: StackClient, courseId: string | null, number: number): Promise<Newcomer> {
  const mobile = `+447700900${number}`;
  const registration = {
    person: {
      email: `robin.newcome.${number}@mail.example`,
      mobile,
      firstName: 'Robin',
      lastName: 'Newcome',
      birthDate: '1990-05-17',
      country: 'GB',
      homeAddress: '1 Station Road, Harrowby HR1 1AA',
    },
    courseId,
    preferences: { presentingNeed: 'depression' },
    sharing: { riskSummary: true, progressSummary: true },
    guard: { question: 'What did you see from your first bedroom?', answer: 'A blue door' },
  };
  const { id, clientId } = answerOf(await http.as('platform').POST('/v1/sign-ups', { body: registration }));
  return { signUpId: id, clientId, mobile, number, courseId };
}
