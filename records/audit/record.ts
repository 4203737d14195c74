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
}

/** Writes who did what about whom, in the transaction of the change itself. */
export async function audit(work: Work, { actor, action, clientId, caseId, words }: AuditedAct): Promise<void> {
  const subject = clientId ?? work.organisationId;
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
      sealed: words === undefined ? null : await work.seal(subject, { actor: actor.name, words }),
    },
  });
}
