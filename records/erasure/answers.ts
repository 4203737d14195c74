import type { Work } from '../work';

/**
 * Answers to requests are kept for a day, under the organisation's key: those about the client go with the first of what
 * goes of theirs, whatever they say. Whoever asks again after that is answered anew.
 */
export async function forgetAnswers({ db }: Work, clientId: string): Promise<void> {
  await db.idempotencyKey.deleteMany({ where: { about: { has: clientId } } });
}
