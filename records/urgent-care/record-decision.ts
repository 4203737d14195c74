import { assertNever } from '../../workflows/shared/assert-never';
import type { OutcomeKind, RecipientName } from '../../workflows/urgent-care/words';
import type { Caller } from '../caller';
import { staffActorOf } from '../caller';
import { conflict, invalidInput } from '../errors';
import { newId } from '../ids';
import type { Work } from '../work';
import { requireDecider } from './access';
import { recordAct } from './acts';
import { type CaseRow, isDecided, lockCase, setStatus } from './case-row';
import { closeOtherCheckpoints } from './checkpoints';
import { chronicle } from './chronicle';
import { judge, type ProposedDisclosure } from './consents';
import { requireDecidable, requireTellable } from './decidable';
import { bases, listed, recipientLabels } from './labels';
import { type NewMandate, recordMandate } from './mandates';
import { openDecision } from './open-decision';
import { planOfCase } from './plan-of-case';
import { dropProposal } from './proposals';
import { type OverrideInput, proposeOverride } from './propose-override';
import { type ProceedUnapproved, proceedUnapproved } from './record-approval';
import { standDown } from './record-outcome';
import { type RulingOnOne, rulingOnOne } from './rulings';

export type DecisionInput =
  | { readonly kind: 'proceed'; readonly recipients: readonly RecipientName[]; readonly note: string }
  | { readonly kind: 'ask-again'; readonly note: string }
  | { readonly kind: 'call'; readonly note: string }
  | { readonly kind: 'stand-down'; readonly outcome: { readonly kind: OutcomeKind; readonly note: string } }
  | ({ readonly kind: 'override' } & OverrideInput)
  | ({ readonly kind: 'proceed-unapproved' } & ProceedUnapproved);

export interface RecordedDecision {
  readonly decisionId: string;
  readonly status: 'in-force' | 'awaiting-approval';
  readonly rulings: readonly RulingOnOne[];
}

/** The practitioner decides with the client's answer in front of them. All or nothing. domain.md §3.3 */
export async function recordDecision(
  work: Work,
  caller: Caller,
  caseId: string,
  decision: DecisionInput,
): Promise<RecordedDecision> {
  const theCase = await lockCase(work, caseId);
  await requireDecider(work, theCase, caller);
  const actor = await staffActorOf(work, caller);
  const decisionId = newId();
  const note = noteOf(decision);
  const write = async (): Promise<void> => {
    await work.db.decision.create({
      data: {
        id: decisionId,
        organisationId: work.organisationId,
        caseId,
        kind: decision.kind,
        recipients: recipientsOf(decision),
        byId: actor.id,
        at: work.at,
        sealed: await work.seal(theCase.clientId, { note }),
      },
    });
  };
  const tell = (text: string): Promise<void> =>
    chronicle(work, theCase, { actor, kind: 'decision.recorded', text: note === '' ? text : `${text} ${note}` });

  switch (decision.kind) {
    case 'stand-down':
      await write();
      await standDown(work, theCase, actor, decision.outcome);
      return { decisionId, status: 'in-force', rulings: [] };
    case 'proceed': {
      await requireDecidable(work, theCase);
      const proposed = await requireMandates(work, theCase, decision.recipients);
      await requireSomethingNew(work, theCase, proposed);
      await write();
      for (const disclosure of proposed) await recordMandate(work, caseId, decisionId, disclosure);
      await tell(`Decided to tell ${listed(proposed.map(withBasis))}.`);
      await setStatus(work, theCase, 'disclosing');
      // What waits for a second approval goes on waiting for it.
      await closeOtherCheckpoints(work, caseId, 'second-approval', 'call-back');
      await recordAct(work, caseId, { kind: 'proceed-decided', recipients: decision.recipients });
      return { decisionId, status: 'in-force', rulings: proposed.map((one) => rulingOnOne(one)) };
    }
    case 'ask-again':
      await requireDecidable(work, theCase);
      await write();
      await dropProposal(work, caseId);
      await tell('Decided to ask the client again.');
      await setStatus(work, theCase, 'informing-client');
      await closeOtherCheckpoints(work, caseId, 'call-back');
      await recordAct(work, caseId, { kind: 'ask-again-decided' });
      return { decisionId, status: 'in-force', rulings: [] };
    case 'call':
      await requireDecidable(work, theCase);
      await write();
      // On top of a decision that stands or waits for approval, the call changes nothing of it.
      if (isDecided(theCase) || theCase.status === 'awaiting-approval')
        await tell('Decided to call the client as well.');
      else {
        await tell('Decided to call the client before anything else.');
        await openDecision(work, theCase);
      }
      await recordAct(work, caseId, { kind: 'call-decided' });
      return { decisionId, status: 'in-force', rulings: [] };
    case 'override': {
      await write();
      const rulings = await proposeOverride(work, theCase, actor, decisionId, decision);
      return { decisionId, status: 'awaiting-approval', rulings };
    }
    case 'proceed-unapproved':
      await write();
      await proceedUnapproved(work, theCase, actor, decision);
      return { decisionId, status: 'in-force', rulings: [] };
    default:
      return assertNever(decision);
  }
}

/** Whom, and on which row of the table. */
const withBasis = ({ recipient, mandate }: ProposedDisclosure): string =>
  `${recipientLabels[recipient]} (${mandate?.row === 2 ? bases.permission : bases.consent}, row ${mandate?.row})`;

function noteOf(decision: DecisionInput): string {
  switch (decision.kind) {
    case 'stand-down':
      return decision.outcome.note;
    case 'override':
    case 'proceed-unapproved':
      return decision.reason;
    default:
      return decision.note;
  }
}

function recipientsOf(decision: DecisionInput): RecipientName[] {
  switch (decision.kind) {
    case 'proceed':
      return [...decision.recipients];
    case 'override':
      return decision.disclosures.map(({ recipient }) => recipient);
    default:
      return [];
  }
}

async function requireMandates(
  work: Work,
  theCase: CaseRow,
  recipients: readonly RecipientName[],
): Promise<readonly Mandated[]> {
  const plan = await planOfCase(work, theCase);
  const proposed: ProposedDisclosure[] = [];
  for (const recipient of recipients) {
    await requireTellable(work, theCase, plan, recipient);
    proposed.push(await judge(work, theCase, plan, recipient));
  }
  const mandated = proposed.flatMap((one) =>
    one.mandate ? [{ ...one, kind: 'consent' as const, ruling: one.mandate }] : [],
  );
  if (mandated.length < proposed.length) {
    throw invalidInput(
      'no-mandate',
      'Without a mandate nobody is told. The rulings say what would be lawful instead.',
      {
        rulings: proposed.map(rulingOnOne),
      },
    );
  }
  return mandated;
}

/** A disclosure that may go by consent, now. */
type Mandated = ProposedDisclosure & NewMandate;

/** Two people who decide the same at once: the second one hears so, and nobody is written to twice for it. */
async function requireSomethingNew(
  work: Work,
  { id: caseId, status }: CaseRow,
  proposed: readonly ProposedDisclosure[],
): Promise<void> {
  if (status !== 'disclosing' && status !== 'awaiting-acknowledgement') return;
  const silent = await work.db.caseRecipient.findMany({ where: { caseId, acknowledgement: null } });
  const mandates = await work.db.mandate.findMany({ where: { caseId, endedAt: null } });
  const failed = await work.db.dispatch.findMany({
    where: { caseId, template: 'disclosure', status: { in: ['failed-temporary', 'failed-permanent'] } },
  });
  const isUnderWay = ({ recipient, tier }: ProposedDisclosure): boolean =>
    silent.some((one) => one.recipient === recipient && one.standing === 'mandated') &&
    mandates.some((one) => one.recipient === recipient && one.tier === tier) &&
    !failed.some((one) => one.recipient === recipient);
  if (!proposed.every(isUnderWay)) return;
  throw conflict('already-decided', 'This was decided already, and they are being told. Read the case to see by whom.');
}
