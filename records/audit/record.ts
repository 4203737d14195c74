import { newId } from '../ids';
import type { Actor, Work } from '../work';

export interface AuditedAct {
  readonly actor: Actor;
  /** Past tense, as in `consent.withdrawn`. */
  readonly action: string;
  readonly clientId?: string;
  readonly caseId?: string;
  /** Kept sealed under the client's key. */
  readonly words?: string;
  /** What the entry says of the request alone, instead of words: kept sealed under the organisation's key. */
  readonly request?: string;
}

/** Writes who did what about whom, in the transaction of the change itself. */
export async function audit(work: Work, act: AuditedAct): Promise<void> {
  const { actor, action, clientId, caseId } = act;
  if (clientId !== undefined) work.about.add(clientId);
  await work.db.auditEntry.create({
    data: {
      id: newId(),
      organisationId: work.organisationId,
      at: work.at,
      actorKind: actor.kind,
      actorId: actor.id,
      action,
      clientId: clientId ?? null,
      caseId: caseId ?? null,
      sealed: await sealedWords(work, act),
    },
  });
}

async function sealedWords(
  work: Work,
  { actor, clientId, words, request }: AuditedAct,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (words !== undefined) return work.seal(clientId ?? work.organisationId, { actor: actor.name, words });
  // It tells nothing of the client, and a look at what is left of somebody who was erased is audited as well.
  if (request !== undefined) return work.seal(work.organisationId, { actor: actor.name, words: request });
  return null;
}
