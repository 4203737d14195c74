import { actorOf, type Caller, findActor, isPlatform } from '../caller';
import { isId } from '../ids';
import type { Work } from '../work';
import { audit } from './record';

/** Whoever looks at what is kept about clients leaves an entry, and so does whoever is not let in. docs/adr/0026 */

export interface Look {
  /** As in `case.read`. */
  readonly action: string;
  readonly clientId?: string | undefined;
  readonly caseId?: string | undefined;
}

/**
 * Somebody reads what is kept about a client: one entry for each request, in its own transaction, so that nothing is
 * shown of which no entry is kept. @throws Forbidden for a token of no member of staff
 */
export async function auditRead(work: Work, caller: Caller, { action, clientId, caseId }: Look): Promise<void> {
  await audit(work, {
    actor: await actorOf(work, caller),
    action,
    ...(clientId !== undefined && { clientId }),
    ...(caseId !== undefined && { caseId }),
    // Staff have ids of ours; of a platform only its credential says which one it was.
    ...(isPlatform(caller) && { request: `By ${caller.credential}.` }),
  });
}

/** As auditRead, of a list: in its words the entry names everybody of whom it showed something. An empty list showed nobody. */
export async function auditListRead(
  work: Work,
  caller: Caller,
  action: string,
  shown: readonly { readonly clientId: string | null }[],
): Promise<void> {
  const clientIds = [...new Set(shown.flatMap(({ clientId }) => clientId ?? []))];
  const [first] = clientIds;
  if (first === undefined) return;
  if (clientIds.length === 1) return auditRead(work, caller, { action, clientId: first });
  const actor = await actorOf(work, caller);
  const request = `By ${caller.credential}, of ${clientIds.join(', ')}.`;
  await audit(work, { actor, action, request });
}

/**
 * Somebody was refused what they asked for. The request is undone with all that it began, so this goes in a transaction
 * of its own.
 * @param asked method and address, of which only ids are the caller's own words
 * @param about the clients to whom the request had come by then; none: whoever the path names is looked up
 */
export async function auditRefusal(
  work: Work,
  caller: Caller,
  { asked, about }: { readonly asked: string; readonly about: readonly string[] },
): Promise<void> {
  const clientId = about[0] ?? (await clientNamedIn(work, asked));
  await audit(work, {
    actor: await findActor(work, caller),
    action: 'access.refused',
    ...(clientId !== undefined && { clientId }),
    request: `${asked} by ${caller.credential}.`,
  });
}

/** Whoever has not the role is refused before anything is read; whom they asked for is known all the same. */
async function clientNamedIn({ db }: Work, asked: string): Promise<string | undefined> {
  const idAfter = (what: string): string | null => {
    const id = new RegExp(`/${what}/([^/]+)`).exec(asked)?.[1] ?? '';
    return isId(id) ? id : null;
  };
  const [clientId, caseId, signUpId] = ['clients', 'cases', 'sign-ups'].map(idAfter);
  if (clientId) return (await db.client.findUnique({ where: { id: clientId }, select: { id: true } }))?.id;
  const select = { clientId: true };
  if (caseId) return (await db.case.findUnique({ where: { id: caseId }, select }))?.clientId;
  if (signUpId) return (await db.signUp.findUnique({ where: { id: signUpId }, select }))?.clientId;
  return undefined;
}
