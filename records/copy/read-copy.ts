import { audit } from '../audit/record';
import { type Caller, requireRole, staffActorOf } from '../caller';
import { notFound } from '../errors';
import type { Work } from '../work';
import { type CopyWithDocuments, copyOfData } from './copy-of-data';

/** For whoever answers a client's request by hand. Every look is audited. @throws Forbidden, NotFound */
export async function readCopy(work: Work, caller: Caller, clientId: string): Promise<CopyWithDocuments> {
  requireRole(caller, 'dpo', 'admin');
  if ((await work.db.client.count({ where: { id: clientId } })) === 0) throw notFound('client');
  await audit(work, { actor: await staffActorOf(work, caller), action: 'copy.read', clientId });
  return copyOfData(work, clientId);
}
