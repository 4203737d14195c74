import { assertNever } from '../../workflows/shared/assert-never';
import type { Ruling } from '../../workflows/urgent-care/mandates';
import type { OutcomeKind, RecipientName } from '../../workflows/urgent-care/words';
import type { Caller } from '../caller';
import { staffActorOf } from '../caller';
import { conflict, invalidInput } from '../errors';
import { newId } from '../ids';
import { planOf } from '../people';
import type { Work } from '../work';
import { requireDecider } from './access';
import { recordAct } from './acts';
import { type CaseRow, isDecided, lockCase, setStatus } from './case-row';
import { closeCheckpoints } from './checkpoints';
import { chronicle } from './chronicle';
import { judge, type ProposedDisclosure } from './consents';
import { labelled } from './labels';
import { recordMandate } from './mandates';
import { openDecision } from './open-decision';
import { standDown } from './record-outcome';

export type DecisionInput =
  | { readonly kind: 'proceed'; readonly recipients: readonly RecipientName[]; readonly note: string }
  | { readonly kind: 'ask-again'; readonly note: string }
  | { readonly kind: 'call'; readonly note: string }
  | { readonly kind: 'stand-down'; readonly outcome: { readonly kind: OutcomeKind; readonly note: string } };

export interface RecordedDecision {
  readonly decisionId: string;
  readonly status: 'in-force';
  readonly rulings: readonly RulingOnOne[];
}

export interface RulingOnOne {
  readonly recipient: RecipientName;
  readonly tier: string;
  readonly row: number | null;
  readonly result: Ruling['result'];
  readonly offers: readonly string[];
}

/** The practitioner decides with the client's answer in front of them. All or nothing. domain.md §3.3 */
export async function recordDecision(
  work: Work,
  caller: Caller,
  caseId: string,
  decision: DecisionInput,
): Promise<RecordedDecision> {
  const theCase = await lockCase(work, caseId);
  requireDecider(theCase, caller);
  const actor = await staffActorOf(work, caller);
  const decisionId = newId();
  const note = decision.kind === 'stand-down' ? decision.outcome.note : decision.note;
  const write = async (): Promise<void> => {
    await work.db.decision.create({
      data: {
        id: decisionId,
        organisationId: work.organisationId,
        caseId,
        kind: decision.kind,
        recipients: decision.kind === 'proceed' ? [...decision.recipients] : [],
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
      requireDecidable(theCase, work.at);
      const proposed = await requireMandates(work, theCase, decision.recipients);
      await requireSomethingNew(work, theCase, proposed);
      await write();
      for (const disclosure of proposed) await recordMandate(work, caseId, decisionId, disclosure);
      await tell(`Decided to tell ${labelled(decision.recipients)}, as the client agreed.`);
      await setStatus(work, theCase, 'disclosing');
      await closeCheckpoints(work, caseId);
      await recordAct(work, caseId, { kind: 'proceed-decided', recipients: decision.recipients });
      return { decisionId, status: 'in-force', rulings: proposed.map(rulingOnOne) };
    }
    case 'ask-again':
      requireDecidable(theCase, work.at);
      await write();
      await tell('Decided to ask the client again.');
      await setStatus(work, theCase, 'informing-client');
      await closeCheckpoints(work, caseId);
      await recordAct(work, caseId, { kind: 'ask-again-decided' });
      return { decisionId, status: 'in-force', rulings: [] };
    case 'call':
      requireDecidable(theCase, work.at);
      await write();
      // On top of a decision that stands, the call changes nothing of it.
      if (isDecided(theCase)) await tell('Decided to call the client as well.');
      else {
        await tell('Decided to call the client before anything else.');
        await openDecision(work, theCase);
      }
      await recordAct(work, caseId, { kind: 'call-decided' });
      return { decisionId, status: 'in-force', rulings: [] };
    default:
      return assertNever(decision);
  }
}

/** Not before the client had their turn, not after the end. */
function requireDecidable(theCase: CaseRow, at: Date): void {
  switch (theCase.status) {
    case 'deciding':
    case 'awaiting-approval':
    case 'disclosing':
    case 'awaiting-acknowledgement':
    case 'nobody-acting':
      return;
    case 'awaiting-client':
      if (theCase.clientWindowEndsAt !== null && theCase.clientWindowEndsAt <= at) return;
      throw clientFirst();
    case 'queued':
    case 'informing-client':
      throw clientFirst();
    case 'aftercare':
    case 'closed':
      throw conflict('case-ended', 'This case has ended. Raise a new concern if needed.');
    default:
      assertNever(theCase.status);
  }
}

const clientFirst = (): Error =>
  conflict(
    'client-first',
    'The client is asked first: decide when they have answered or their window has ended. In danger, call 999 now.',
  );

async function requireMandates(
  work: Work,
  theCase: CaseRow,
  recipients: readonly RecipientName[],
): Promise<readonly ProposedDisclosure[]> {
  const plan = await planOf(work, theCase.clientId);
  const known = await work.db.caseRecipient.findMany({ where: { caseId: theCase.id }, select: { recipient: true } });
  const proposed: ProposedDisclosure[] = [];
  for (const recipient of recipients) {
    if (!known.some((row) => row.recipient === recipient)) {
      throw invalidInput('unknown-recipient', `This case has no ${recipient} to tell.`);
    }
    if (plan?.neverContact.includes(recipient)) {
      throw invalidInput('never-contact', `${recipient} is on the client's never-contact list.`);
    }
    proposed.push(await judge(work, theCase, plan, recipient));
  }
  if (proposed.some(({ mandate }) => mandate === null)) {
    throw invalidInput(
      'no-mandate',
      'Without a mandate nobody is told. The rulings say what would be lawful instead.',
      {
        rulings: proposed.map(rulingOnOne),
      },
    );
  }
  return proposed;
}

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

function rulingOnOne({ recipient, tier, rulings }: ProposedDisclosure): RulingOnOne {
  const first = rulings.rulings[0];
  return { recipient, tier, row: first?.row ?? null, result: first?.result ?? 'refused', offers: rulings.offers };
}
