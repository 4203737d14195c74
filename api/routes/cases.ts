import { type RequestHandler, Router } from 'express';
import type { z } from 'zod';
import { type Caller, requireRole } from '../../records/caller';
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
import { type ApiDeps, perform, read } from '../http/perform';
import { idInPath, valid } from '../http/validate';
import * as schemas from './case-schemas';

/** `/v1/urgent-care/cases`: contract.md §3. */
export function caseRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.post(
    '/',
    perform(deps, async (work, caller, { body }) => {
      requireRole(caller, 'platform', 'practitioner', 'duty-clinician', 'supervisor');
      const { clientFirst, ...concern } = valid(schemas.concernBody, body);
      const doNotInform = clientFirst.kind === 'do-not-inform' ? clientFirst.reason : undefined;
      const raised = await raiseConcern(work, caller, { ...concern, doNotInform });
      return { status: 202, location: `/v1/urgent-care/cases/${raised.id}`, body: raised };
    }),
  );

  router.get(
    '/',
    read(deps, (work, caller, { query }) => listCases(work, caller, valid(schemas.casesQuery, query))),
  );

  router.get(
    '/:id',
    read(deps, (work, caller, { params }) => readCase(work, caller, caseId(params))),
  );

  router.get(
    '/:id/timeline',
    read(deps, (work, caller, { params, query }) =>
      readTimeline(work, caller, caseId(params), valid(schemas.pageQuery, query)),
    ),
  );

  router.get(
    '/:id/messages',
    read(deps, (work, caller, { params, query }) =>
      listCaseMessages(work, caller, caseId(params), valid(schemas.pageQuery, query)),
    ),
  );

  router.get(
    '/:id/messages/:messageId',
    read(deps, (work, caller, { params }) =>
      readCaseMessage(work, caller, { caseId: caseId(params), messageId: idInPath(params['messageId'], 'message') }),
    ),
  );

  router.post(
    '/:id/decisions',
    perform(deps, async (work, caller, { params, body }) => {
      const decision = valid(schemas.decisionBody, body);
      return { status: 201, body: await recordDecision(work, caller, caseId(params), decision) };
    }),
  );

  /** An act that is recorded and answered with where the case stands then. */
  const records = <T>(schema: z.ZodType<T>, record: RecordOf<T>): RequestHandler =>
    perform(deps, async (work, caller, { params, body }) => {
      const id = caseId(params);
      await record(work, caller, id, valid(schema, body));
      const { status } = await readCaseRow(work, id);
      return { status: 201, body: { id, status } };
    });

  router.post('/:id/client-answers', records(schemas.answersBody, hearAnswers));
  router.post('/:id/withdrawals', records(schemas.withdrawalBody, hearWithdrawal));
  router.post('/:id/acknowledgements', records(schemas.acknowledgementBody, hearAcknowledgement));
  router.post('/:id/stand-down', records(schemas.standDownBody, recordStandDown));
  router.post('/:id/human-outcomes', records(schemas.outcomeBody, recordHumanOutcome));
  router.post('/:id/emergency-calls', records(schemas.emergencyCallBody, recordEmergencyCall));
  router.post('/:id/approvals', records(schemas.approvalBody, recordApproval));
  router.post('/:id/tasks', records(schemas.taskBody, recordTaskAnswer));
  router.post(
    '/:id/handovers',
    perform(deps, async (work, caller, { params, body }) => {
      const handover = valid(schemas.handoverBody, body);
      return { status: 201, body: await recordHandover(work, caller, caseId(params), handover) };
    }),
  );
  return router;
}

const caseId = (params: { id?: unknown }): string => idInPath(params.id, 'case');

type RecordOf<T> = (work: Work, caller: Caller, caseId: string, given: T) => Promise<void>;
