import { type Acknowledgement, type RecipientName, recipientNames } from '../../workflows/urgent-care/words';
import { auditRead } from '../audit/reads';
import type { Caller } from '../caller';
import { hasAccount } from '../clients/access';
import { isInPathway } from '../clients/pathway';
import { addressOf, organisationOf } from '../people';
import type { Work } from '../work';
import { requireReader } from './access';
import { type CaseRow, readCaseRow } from './case-row';
import { planOfCase } from './plan-of-case';

/** What a case's page shows of a recipient beside where they stand. */
export interface PersonOfCase {
  /** Who they are, for whoever may read the plan that names them; null: for nobody else, or it does not. */
  readonly name: string | null;
  /** Where they are called. */
  readonly phone: string | null;
  /** When they said so last: that they know, that they act, that they cannot. */
  readonly saidAt: Readonly<Partial<Record<Acknowledgement, Date>>>;
  /** When each of their messages was written, by its id. */
  readonly writtenAt: Readonly<Record<string, Date>>;
}

/** Who is told in a case, and when each thing happened. That somebody was named is on record. @throws NotFound, Forbidden */
export async function peopleOfCase(
  work: Work,
  caller: Caller,
  caseId: string,
): Promise<Readonly<Partial<Record<RecipientName, PersonOfCase>>>> {
  const theCase = await readCaseRow(work, caseId);
  await requireReader(work, theCase, caller);
  const plan = await planToShow(work, theCase, caller);
  const organisation = await organisationOf(work);
  const written = await work.db.dispatch.findMany({
    where: { caseId, recipient: { not: null } },
    select: { id: true, recipient: true, createdAt: true },
  });
  const said = await work.db.caseAct.findMany({
    where: { caseId, what: { path: ['kind'], equals: 'acknowledged' } },
    orderBy: { seq: 'asc' },
    select: { at: true, what: true },
  });
  const answers = said.map(({ at, what }) => ({ at, ...(what as unknown as Said) }));
  const people = recipientNames.map((recipient): [RecipientName, PersonOfCase] => {
    const address = addressOf({ plan, organisation }, recipient);
    const theirs = answers.filter((one) => one.recipient === recipient);
    return [
      recipient,
      {
        name: address?.name || null,
        phone: address?.voice ?? null,
        saidAt: Object.fromEntries(theirs.map(({ answer, at }) => [answer, at])),
        writtenAt: Object.fromEntries(
          written.filter((one) => one.recipient === recipient).map(({ id, createdAt }) => [id, createdAt]),
        ),
      },
    ];
  });
  return Object.fromEntries(people);
}

interface Said {
  readonly recipient: RecipientName;
  readonly answer: Acknowledgement;
}

/** Whom the client named is for those who may read the plan. */
async function planToShow(work: Work, theCase: CaseRow, caller: Caller) {
  if (!(await hasAccount(work, theCase.clientId))) return null;
  if (!(await isInPathway(work, caller, theCase.clientId))) return null;
  const plan = await planOfCase(work, theCase);
  if (plan)
    await auditRead(work, caller, { action: 'urgent-care-plan.read', clientId: theCase.clientId, caseId: theCase.id });
  return plan;
}
