import type { CheckpointKind, Immediacy } from '../../workflows/urgent-care/words';
import { auditListRead } from '../audit/reads';
import type { Caller } from '../caller';
import { isId } from '../ids';
import { clientNames } from '../people';
import type { Work } from '../work';
import { readableBy } from './access';
import { byUrgency } from './open-cases';

/** One thing that waits for somebody's word. */
export interface Waiting {
  readonly caseId: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly what: CheckpointKind | 'handover';
  readonly immediacy: Immediacy;
  readonly since: Date;
  /** When the next person is asked; null: nobody else will be. */
  readonly dueAt: Date | null;
  /** What is to be approved, or which offer is to be answered; null: it is neither. */
  readonly subjectId: string | null;
}

/** Answered by whoever of the role comes first. */
const answeredByRole: readonly CheckpointKind[] = ['second-approval', 'override-review'];

/** Theirs who own the case, whoever else is asked meanwhile: the rota is asked because they were silent, not instead. */
const answeredByOwner: readonly CheckpointKind[] = [
  'decision',
  'human-outcome',
  'call-back',
  'tell-client',
  'ask-client',
];

/** What waits for the caller, the most urgent first. Nothing of a case that they may not read. */
export async function waitingFor(work: Work, caller: Caller): Promise<readonly Waiting[]> {
  const { credential: me } = caller;
  if (!isId(me)) return [];
  const readable = await readableBy(work, caller);
  const open = await work.db.checkpoint.findMany({
    where: {
      closedAt: null,
      OR: [
        { staffId: me },
        { role: { in: [...caller.roles] }, kind: { in: [...answeredByRole] } },
        { kind: { in: [...answeredByOwner] }, caseId: { in: await ownedBy(work, me) } },
      ],
    },
    orderBy: { seq: 'asc' },
  });
  const proposedByMe = await work.db.proposal.findMany({
    where: { proposedById: me, caseId: { in: open.map(({ caseId }) => caseId) } },
    select: { caseId: true, decisionId: true, what: true },
  });
  const offers = await work.db.handover.findMany({ where: { toId: me, answer: null } });
  const asked = [
    ...open
      .filter((checkpoint) => !proposedByMe.some((proposal) => isForAnother(checkpoint, proposal)))
      .map(({ caseId, kind, openedAt, dueAt, decisionId }) => ({
        caseId,
        what: kind as CheckpointKind,
        since: openedAt,
        dueAt,
        subjectId: decisionId,
      })),
    ...offers.map(({ caseId, id, offeredAt }) => ({
      caseId,
      what: 'handover' as const,
      since: offeredAt,
      dueAt: null,
      subjectId: id,
    })),
  ];
  const cases = await work.db.case.findMany({
    where: { AND: [readable, { id: { in: asked.map(({ caseId }) => caseId) }, status: { not: 'closed' } }] },
    select: { id: true, clientId: true, immediacy: true },
  });
  const names = await clientNames(
    work,
    cases.map(({ clientId }) => clientId),
  );
  const caseOf = new Map(cases.map((theCase) => [theCase.id, theCase]));
  const waiting = asked.flatMap((one): Waiting[] => {
    const found = caseOf.get(one.caseId);
    if (!found) return [];
    const { clientId, immediacy } = found;
    return [{ ...one, clientId, clientName: names.get(clientId) ?? '', immediacy: immediacy as Immediacy }];
  });
  await auditListRead(work, caller, 'waiting.read', waiting);
  return waiting.toSorted(byUrgency);
}

interface MyProposal {
  readonly caseId: string;
  readonly decisionId: string;
  readonly what: string;
}

/** Whoever proposed something does not approve it, and whoever proposed an override in a case reviews none of it. */
function isForAnother(
  { kind, caseId, decisionId }: { readonly kind: string; readonly caseId: string; readonly decisionId: string | null },
  proposal: MyProposal,
): boolean {
  if (kind === 'override-review') return proposal.what === 'override' && proposal.caseId === caseId;
  return proposal.decisionId === decisionId;
}

async function ownedBy(work: Work, staffId: string): Promise<string[]> {
  const owned = await work.db.case.findMany({
    where: { ownerId: staffId, status: { not: 'closed' } },
    select: { id: true },
  });
  return owned.map(({ id }) => id);
}
