import type { Router } from 'express';
import type { Caller } from '../../records/caller';
import { listCaseMessages, readCaseMessage } from '../../records/urgent-care/case-messages';
import { readCaseRow } from '../../records/urgent-care/case-row';
import { recordHandover } from '../../records/urgent-care/handovers';
import { hearAcknowledgement, hearAnswers, hearWithdrawal } from '../../records/urgent-care/heard';
import { raiseConcern } from '../../records/urgent-care/raise-concern';
import { listCases, readCase, readTimeline } from '../../records/urgent-care/read-case';
import { recordApproval } from '../../records/urgent-care/record-approval';
import { recordDecision } from '../../records/urgent-care/record-decision';
import { recordEmergencyCall } from '../../records/urgent-care/record-emergency-call';
import { recordHumanOutcome, recordStandDown } from '../../records/urgent-care/record-outcome';
import { recordTaskAnswer } from '../../records/urgent-care/record-task';
import type { Work } from '../../records/work';
import { urgentCareCases } from '../contract/cases';
import type { ApiDeps } from '../http/perform';
import { type Handlers, serve } from '../http/serve-group';

/** `/v1/urgent-care/cases` */
export const caseRoutes = (deps: ApiDeps): Router => serve(deps, urgentCareCases, caseHandlers);

export const caseHandlers: Handlers<typeof urgentCareCases.endpoints> = {
  raiseConcern: ({ work, caller, body: { clientFirst, ...concern } }) => {
    const doNotInform = clientFirst.kind === 'do-not-inform' ? clientFirst.reason : undefined;
    return raiseConcern(work, caller, { ...concern, doNotInform });
  },
  listCases: ({ work, caller, query }) => listCases(work, caller, query),
  readCase: ({ work, caller, params }) => readCase(work, caller, params.caseId),
  readTimeline: ({ work, caller, params, query }) => readTimeline(work, caller, params.caseId, query),
  listCaseMessages: ({ work, caller, params, query }) => listCaseMessages(work, caller, params.caseId, query),
  readCaseMessage: ({ work, caller, params }) => readCaseMessage(work, caller, params),
  recordClientAnswers: records(hearAnswers),
  recordWithdrawal: records(hearWithdrawal),
  recordDecision: ({ work, caller, params, body }) => recordDecision(work, caller, params.caseId, body),
  answerProposal: records(recordApproval),
  recordAcknowledgement: records(hearAcknowledgement),
  standDown: records(recordStandDown),
  recordHumanOutcome: records(recordHumanOutcome),
  recordEmergencyCall: records(recordEmergencyCall),
  answerTask: records(recordTaskAnswer),
  recordHandover: ({ work, caller, params, body }) => recordHandover(work, caller, params.caseId, body),
};

interface AskedOfCase<Given> {
  readonly work: Work;
  readonly caller: Caller;
  readonly params: { readonly caseId: string };
  readonly body: Given;
}

/** An act that is recorded and answered with where the case stands then. */
function records<Given>(record: (work: Work, caller: Caller, caseId: string, given: Given) => Promise<void>) {
  return async ({ work, caller, params: { caseId }, body }: AskedOfCase<Given>) => {
    await record(work, caller, caseId, body);
    const { status } = await readCaseRow(work, caseId);
    return { id: caseId, status };
  };
}
