import { auditRead } from '../audit/reads';
import { type Caller, hasRole, isPlatform } from '../caller';
import { clientEventsOf } from '../client-events/client-events';
import { forbidden, notFound } from '../errors';
import { notesOf } from '../notes/notes';
import { type ClientWords, clientWords, type Sharing } from '../people';
import { newestSignUpOf, signUpWords } from '../sign-up/sign-up-row';
import type { Work } from '../work';
import { isAllocated } from './access';
import { isInPathway } from './pathway';
import { type Registrar, type SeenByPractitioner, type SeenByRegistrar, seenBy, type Viewer } from './seen-by';
import { newestSummary } from './summaries';

/** What the caller may see of the client. Every look is audited. @throws Forbidden, NotFound */
export async function readClient(
  work: Work,
  caller: Caller,
  clientId: string,
): Promise<SeenByPractitioner | SeenByRegistrar> {
  const viewer = await viewerOf(work, caller, clientId);
  await auditRead(work, caller, { action: 'client.read', clientId });
  return viewClient(work, viewer, clientId);
}

/** As it stands in this transaction. Whoever calls it has asked who may see it. */
export function viewClient(work: Work, viewer: Registrar, id: string): Promise<SeenByRegistrar>;
export function viewClient(work: Work, viewer: Viewer, id: string): Promise<SeenByPractitioner | SeenByRegistrar>;
export async function viewClient(
  work: Work,
  viewer: Viewer,
  id: string,
): Promise<SeenByPractitioner | SeenByRegistrar> {
  const client = await work.db.client.findUnique({
    where: { id, erasedAt: null },
    select: { code: true, practitionerId: true },
  });
  if (!client) throw notFound('client');
  const words = await clientWords(work, id);
  return seenBy(viewer, {
    id,
    ...client,
    words,
    sharing: await sharingOf(work, id, words),
    riskSummary: await newestSummary(work, id, 'risk'),
    progressSummary: await newestSummary(work, id, 'progress'),
    notes: await notesOf(work, id),
    events: await clientEventsOf(work, id),
  });
}

async function viewerOf(work: Work, caller: Caller, clientId: string): Promise<Viewer> {
  const practitioner = { kind: 'practitioner', staffId: caller.credential } as const;
  // Whoever treats the client sees them as that, whatever else they are.
  if (await isAllocated(work, caller, clientId)) return practitioner;
  if (isPlatform(caller) || hasRole(caller, 'admin')) return { kind: 'registrar' };
  if (await isInPathway(work, caller, clientId)) return practitioner;
  throw forbidden("Only people in the client's treatment pathway may read this record.");
}

/** What the client said last of what may be shared; as they signed up, if they have said nothing since; else nothing. */
export async function sharingOf(work: Work, clientId: string, { sharing }: ClientWords): Promise<Sharing> {
  if (sharing) return sharing;
  const signUp = await newestSignUpOf(work, clientId);
  return signUp ? (await signUpWords(signUp, work)).sharing : { riskSummary: false, progressSummary: false };
}
