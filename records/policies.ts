import type { Policy } from '../workflows/urgent-care/policy';
import { defaultPolicy } from '../workflows/urgent-care/policy';
import { audit } from './audit/record';
import type { Prisma } from './generated/client';
import type { Actor, Work } from './work';

/** The organisation's policy in force: the newest version. */
export async function currentPolicy(work: Work): Promise<Policy> {
  const saved = await work.db.policy.findFirst({ orderBy: { version: 'desc' } });
  return saved ? { ...(saved.body as unknown as Policy), version: saved.version } : defaultPolicy;
}

/** The policy as it was when the case started. Cases under way keep theirs. */
export async function policyVersion(work: Work, version: number): Promise<Policy> {
  const { organisationId } = work;
  const saved = await work.db.policy.findUnique({ where: { organisationId_version: { organisationId, version } } });
  return saved ? { ...(saved.body as unknown as Policy), version } : defaultPolicy;
}

/** Saves a new version. */
export async function savePolicy(
  work: Work,
  actor: Actor & { readonly id: string },
  body: Omit<Policy, 'version'>,
): Promise<Policy> {
  // Two who save at once get two versions, one after the other.
  await work.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`policy:${work.organisationId}`}))`;
  const { version } = await currentPolicy(work);
  const saved = { version: version + 1, body: body as unknown as Prisma.InputJsonValue };
  await work.db.policy.create({
    data: { organisationId: work.organisationId, savedBy: actor.id, savedAt: work.at, ...saved },
  });
  await audit(work, { actor, action: 'policy.saved', words: `Version ${saved.version} of the urgent care policy.` });
  return { ...body, version: saved.version };
}
