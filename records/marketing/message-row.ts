import type { MessageStanding } from '../../workflows/marketing-message/contract';
import type { MarketingChannel } from '../../workflows/marketing-opt-out/words';
import { notFound } from '../errors';
import type { MarketingMessage } from '../generated/client';
import type { Work } from '../work';
import type { MarketingTexts } from './letters';

/** A message to many, with its enum named. */
export type MessageRow = Omit<MarketingMessage, 'standing'> & { readonly standing: MessageStanding };

/** What is sealed of it, under the organisation's key: it names nobody. */
export interface MessageWords extends MarketingTexts {
  /** By which the organisation could send when it was ordered. */
  readonly channels: readonly MarketingChannel[];
}

/** @throws NotFound for one that is not this organisation's */
export async function readMessageRow(work: Work, id: string): Promise<MessageRow> {
  const found = await work.db.marketingMessage.findUnique({ where: { id } });
  if (!found) throw notFound('message');
  return found as MessageRow;
}

/** With its row locked: whom it comes to and who stops it are recorded one after another. @throws NotFound */
export async function lockMessage(work: Work, id: string): Promise<MessageRow> {
  await work.db.$queryRaw`SELECT id FROM marketing_messages WHERE id = ${id}::uuid FOR UPDATE`;
  // In a statement of its own: only now does it see what was committed while the lock was waited for.
  return readMessageRow(work, id);
}

export const wordsOfMessage = (work: Work, { sealed }: Pick<MarketingMessage, 'sealed'>): Promise<MessageWords> =>
  work.open<MessageWords>(work.organisationId, sealed);
