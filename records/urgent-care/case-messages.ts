import { auditRead } from '../audit/reads';
import { type Caller, isPlatform } from '../caller';
import { forbidden, notFound } from '../errors';
import { type InboundInBrief, type InboundToRead, inBrief, toRead } from '../inbound-messages';
import type { Work } from '../work';
import { requireReader } from './access';
import { readCaseRow } from './case-row';
import type { Page } from './read-case';

/** What people wrote to us that is kept with a case: all of it, where the timeline has how a long one begins. */

/** Without their words, oldest first. @throws NotFound, Forbidden */
export async function listCaseMessages(
  work: Work,
  caller: Caller,
  caseId: string,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<InboundInBrief>> {
  const theCase = await readCaseRow(work, caseId);
  await requireReader(work, theCase, caller);
  await auditRead(work, caller, { action: 'case-messages.read', clientId: theCase.clientId, caseId });
  const rows = await work.db.inboundMessage.findMany({
    where: { caseId, ...(cursor ? { id: { gt: cursor } } : {}) },
    orderBy: { id: 'asc' },
    take: limit + 1,
  });
  const items = rows.slice(0, limit).map(inBrief);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** One of them, whole: that somebody read it is on record. @throws NotFound; Forbidden also for the platform */
export async function readCaseMessage(
  work: Work,
  caller: Caller,
  { caseId, messageId }: { readonly caseId: string; readonly messageId: string },
): Promise<InboundToRead> {
  const theCase = await readCaseRow(work, caseId);
  await requireReader(work, theCase, caller);
  if (isPlatform(caller)) throw forbidden('Words are for people: the platform reads none.');
  const message = await work.db.inboundMessage.findFirst({ where: { id: messageId, caseId } });
  if (!message) throw notFound('message');
  const { clientId } = theCase;
  await auditRead(work, caller, { action: 'case-message.read', clientId, caseId });
  return toRead(work, message);
}
