import { auditRead } from '../audit/reads';
import type { Caller } from '../caller';
import { notFound } from '../errors';
import type { Work } from '../work';
import { type CopyWithDocuments, copyOfData } from './copy-of-data';

/** For whoever answers a client's request by hand. Every look is audited. @throws NotFound */
export async function readCopy(work: Work, caller: Caller, clientId: string): Promise<CopyWithDocuments> {
  if ((await work.db.client.count({ where: { id: clientId } })) === 0) throw notFound('client');
  await auditRead(work, caller, { action: 'copy.read', clientId });
  return copyOfData(work, clientId);
}
