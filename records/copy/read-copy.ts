import { audit } from '../audit/record';
import { notFound } from '../errors';
import type { Actor, Work } from '../work';
import { type CopyWithDocuments, copyOfData } from './copy-of-data';

/** For whoever answers a client's request by hand. Every look is audited. @throws NotFound */
export async function readCopy(work: Work, reader: Actor, clientId: string): Promise<CopyWithDocuments> {
  if ((await work.db.client.count({ where: { id: clientId } })) === 0) throw notFound('client');
  await audit(work, { actor: reader, action: 'copy.read', clientId });
  return copyOfData(work, clientId);
}
