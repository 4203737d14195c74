import { audit } from '../audit/record';
import { newId } from '../ids';
import type { Actor, Work } from '../work';
import type { CaseRow } from './case-row';

export interface Happening {
  readonly actor: Actor;
  /** Past tense, as in `concern.raised`: the timeline's kind and the audit's action. */
  readonly kind: string;
  /** One sentence for people, sealed under the client's key. */
  readonly text: string;
  /** Given by a workflow's step, so that a step that is tried again tells nothing twice. */
  readonly step?: number;
}

type OfACase = Pick<CaseRow, 'id' | 'clientId'>;

/** Writes one line of the case's timeline and its audit entry. */
export async function chronicle(work: Work, theCase: OfACase, { actor, kind, text, step }: Happening): Promise<void> {
  const { count } = await work.db.timelineEntry.createMany({
    skipDuplicates: true,
    data: {
      id: newId(),
      organisationId: work.organisationId,
      caseId: theCase.id,
      at: work.at,
      actorKind: actor.kind,
      actorId: actor.id,
      kind,
      stepKey: step === undefined ? null : `${step}/${kind}`,
      sealed: await work.seal(theCase.clientId, { text, actorName: actor.name }),
    },
  });
  if (count === 0) return;
  await audit(work, { actor, action: kind, clientId: theCase.clientId, caseId: theCase.id, words: text });
}
