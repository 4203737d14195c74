import { actorOf, type Caller } from '../caller';
import type { Work } from '../work';
import { requireListener } from './access';
import { readCaseRow } from './case-row';
import { type AcknowledgementInput, recordAcknowledgement } from './record-acknowledgement';
import { type ClientAnswers, recordAnswers } from './record-answers';
import { recordWithdrawal, type Withdrawal } from './record-withdrawal';

/** What was said by voice or on a platform's own page, recorded by whoever heard it. */

export async function hearAnswers(work: Work, caller: Caller, caseId: string, given: ClientAnswers): Promise<void> {
  await requireListener(work, await readCaseRow(work, caseId), caller);
  await recordAnswers(work, caseId, await actorOf(work, caller), given);
}

export async function hearWithdrawal(work: Work, caller: Caller, caseId: string, given: Withdrawal): Promise<void> {
  await requireListener(work, await readCaseRow(work, caseId), caller);
  await recordWithdrawal(work, caseId, await actorOf(work, caller), given);
}

export async function hearAcknowledgement(
  work: Work,
  caller: Caller,
  caseId: string,
  given: AcknowledgementInput,
): Promise<void> {
  await requireListener(work, await readCaseRow(work, caseId), caller);
  await recordAcknowledgement(work, caseId, await actorOf(work, caller), given);
}
