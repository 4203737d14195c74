import type { RetentionCategory } from '../../workflows/retention/words';
import type { ClientWords } from '../people';
import type { Work } from '../work';
import { readable } from './whose';

/**
 * Answers to requests are kept for a day, under the organisation's key: those that name the client, or a case of theirs,
 * go with what they name. Whoever asks again after that finds nobody to do it to.
 */
export async function forgetAnswers(work: Work, category: RetentionCategory, clientId: string): Promise<void> {
  const names = await namesIn(work, category, clientId);
  if (names.length === 0) return;
  for (const { credential, key, sealed } of await work.db.idempotencyKey.findMany()) {
    const answer = JSON.stringify(await work.open(work.organisationId, sealed));
    if (!names.some((name) => answer.includes(name))) continue;
    const { organisationId } = work;
    await work.db.idempotencyKey.delete({
      where: { organisationId_credential_key: { organisationId, credential, key } },
    });
  }
}

async function namesIn(work: Work, category: RetentionCategory, clientId: string): Promise<readonly string[]> {
  const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);
  if (category === 'cases') return ids(await work.db.case.findMany({ where: { clientId }, select: { id: true } }));
  if (category !== 'account') return [];
  const { sealed, code } = await work.db.client.findUniqueOrThrow({ where: { id: clientId } });
  const words = await readable(work.open<ClientWords>(clientId, sealed));
  const written = [code, words?.email, words?.mobile].filter((name) => typeof name === 'string' && name !== '');
  const signUps = await work.db.signUp.findMany({ where: { clientId }, select: { id: true } });
  return [clientId, ...ids(signUps), ...written.filter((name) => name !== null && name !== undefined)];
}
