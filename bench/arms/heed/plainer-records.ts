import type { Prisma } from '../../../records/generated/client';
import type { Records } from '../../../records/records';
import type { Work } from '../../../records/work';
import type { Feature } from './features';

/** The records with some of what they do taken away; the records themselves if nothing is. */
export function plainerRecords(records: Records, without: ReadonlySet<Feature>): Records {
  const plainer = [...(without.has('encryption') ? [unsealed] : []), ...(without.has('audit') ? [unaudited] : [])];
  if (plainer.length === 0) return records;
  return {
    ...records,
    withOrganisation: (organisationId, at, work) =>
      records.withOrganisation(organisationId, at, (whole) => work(plainer.reduce((less, take) => take(less), whole))),
  };
}

/** Words are kept as they are: no keys, no ciphers. */
const unsealed = (work: Work): Work => ({
  ...work,
  seal: async (_subjectId, value) => new Uint8Array(Buffer.from(JSON.stringify(value))),
  open: async (_subjectId, sealed) => JSON.parse(Buffer.from(sealed).toString('utf8')),
});

/** No audit entry is written. */
const unaudited = (work: Work): Work => ({ ...work, db: withoutAuditEntries(work.db) });

const withoutAuditEntries = (db: Prisma.TransactionClient): Prisma.TransactionClient =>
  new Proxy(db, {
    get: (target, name) =>
      name === 'auditEntry' ? { create: async () => undefined } : Reflect.get(target, name, target),
  });
