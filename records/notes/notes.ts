import { auditRead } from '../audit/reads';
import { audit } from '../audit/record';
import { type Caller, hasRole, isPlatform, staffActorOf } from '../caller';
import { isAllocated } from '../clients/access';
import { lockClient } from '../clients/lock';
import { requireProcessing } from '../clients/processing';
import { forbidden, invalidInput } from '../errors';
import { newId } from '../ids';
import { clientWords, planOf } from '../people';
import { requireNotHeld } from '../urgent-care-plan/save-plan';
import type { Work } from '../work';
import { namesIn, type PeopleToHide } from './names-in';

/** Practitioners' notes: under the client's code, and the client may read every one of them. domain.md §2.7 */

export interface NoteView {
  readonly id: string;
  readonly at: string;
  readonly writtenBy: string;
  readonly text: string;
}

interface NoteWords {
  readonly text: string;
}

/**
 * @throws InvalidInput with each place that would tell whom the note is about; Forbidden for anyone but the client's own
 * practitioner; Conflict while the client's data may not be processed
 */
export async function writeNote(work: Work, caller: Caller, clientId: string, text: string): Promise<NoteView> {
  await lockClient(work, clientId);
  if (!(await isAllocated(work, caller, clientId))) throw forbidden("Only the client's own practitioner writes notes.");
  const actor = await staffActorOf(work, caller);
  requireNotHeld(await clientWords(work, clientId));
  await requireProcessing(work, clientId);
  await requireNobodyNamed(work, clientId, text);
  const id = newId();
  const sealed = await work.seal(clientId, { text } satisfies NoteWords);
  await work.db.note.create({
    data: { id, organisationId: work.organisationId, clientId, writtenBy: actor.id, at: work.at, sealed },
  });
  await audit(work, { actor, action: 'note.written', clientId });
  return { id, at: work.at.toISOString(), writtenBy: actor.id, text };
}

async function requireNobodyNamed(work: Work, clientId: string, text: string): Promise<void> {
  const places = namesIn(text, await peopleToHide(work, clientId));
  if (places.length === 0) return;
  const { code } = await work.db.client.findUniqueOrThrow({ where: { id: clientId }, select: { code: true } });
  const instead = `leave it out, or write ${code ?? "the client's code"} for the client`;
  throw invalidInput('note-names-somebody', `A note names nobody: ${instead}.`, {
    errors: places.map(({ at, length, what }) => ({ path: 'text', at, length, message: `is ${what}: ${instead}` })),
  });
}

/** The client, and everybody whom their plan names. */
async function peopleToHide(work: Work, clientId: string): Promise<PeopleToHide> {
  const { firstName, lastName, username, mobile, homeAddress } = await clientWords(work, clientId);
  const plan = await planOf(work, clientId);
  const contacts = plan?.contacts ?? [];
  const given = (values: readonly (string | null | undefined)[]) => values.flatMap((value) => value ?? []);
  return {
    names: given([firstName, lastName, username, plan?.gp?.name, ...contacts.map((contact) => contact?.name)]),
    numbers: given([mobile, plan?.gp?.phone, ...contacts.map((contact) => contact?.mobile)]),
    homeAddress: homeAddress ?? null,
  };
}

/**
 * Oldest first. The client, through the platform, reads all of them; so does a supervisor; their practitioner reads
 * their own. Every look is audited. @throws Forbidden, NotFound
 */
export async function readNotes(work: Work, caller: Caller, clientId: string): Promise<readonly NoteView[]> {
  const isTheirs = await isAllocated(work, caller, clientId);
  if (!isTheirs && !isPlatform(caller) && !hasRole(caller, 'supervisor')) {
    throw forbidden("Only the client, their practitioner and a supervisor read the client's notes.");
  }
  await auditRead(work, caller, { action: 'notes.read', clientId });
  const readsAll = isPlatform(caller) || hasRole(caller, 'supervisor');
  return notesOf(work, clientId, readsAll ? {} : { writtenBy: caller.credential });
}

export async function notesOf(
  work: Work,
  clientId: string,
  { writtenBy }: { readonly writtenBy?: string } = {},
): Promise<readonly NoteView[]> {
  const found = await work.db.note.findMany({
    where: { clientId, ...(writtenBy === undefined ? {} : { writtenBy }) },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
  });
  return Promise.all(
    found.map(async ({ id, at, writtenBy: by, sealed }) => ({
      id,
      at: at.toISOString(),
      writtenBy: by,
      text: (await work.open<NoteWords>(clientId, sealed)).text,
    })),
  );
}
