import { Router } from 'express';
import { requireRole } from '../../records/caller';
import type { Answer } from '../../records/idempotency';
import { readCaseRow } from '../../records/urgent-care/case-row';
import { hearAcknowledgement, hearAnswers, hearWithdrawal } from '../../records/urgent-care/heard';
import { raiseConcern } from '../../records/urgent-care/raise-concern';
import { listCases, readCase, readTimeline } from '../../records/urgent-care/read-case';
import { recordDecision } from '../../records/urgent-care/record-decision';
import { recordEmergencyCall } from '../../records/urgent-care/record-emergency-call';
import { recordHumanOutcome, recordStandDown } from '../../records/urgent-care/record-outcome';
import type { Work } from '../../records/work';
import { type ApiDeps, perform, read } from '../http/perform';
import { idInPath, valid } from '../http/validate';
import * as schemas from './case-schemas';
import { notYetAvailable, refusesAsNotYet } from './not-yet';

/** `/v1/urgent-care/cases`: contract.md §3. */
export function caseRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.post(
    '/',
    perform(deps, async (work, caller, { body }) => {
      requireRole(caller, 'platform', 'practitioner', 'duty-clinician', 'supervisor');
      const { clientId, person, clientFirst, ...concern } = valid(schemas.concernBody, body);
      if (clientFirst.kind === 'do-not-inform') throw notYetAvailable('Not informing the client first');
      const raised = await raiseConcern(work, caller, {
        ...concern,
        clientId: person?.knownBy ?? clientId ?? '',
        about: person?.description ?? null,
      });
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
      readTimeline(work, caller, caseId(params), valid(schemas.timelineQuery, query)),
    ),
  );

  router.post(
    '/:id/client-answers',
    perform(deps, async (work, caller, { params, body }) => {
      await hearAnswers(work, caller, caseId(params), valid(schemas.answersBody, body));
      return recorded(work, caseId(params));
    }),
  );

  router.post(
    '/:id/withdrawals',
    perform(deps, async (work, caller, { params, body }) => {
      await hearWithdrawal(work, caller, caseId(params), valid(schemas.withdrawalBody, body));
      return recorded(work, caseId(params));
    }),
  );

  router.post(
    '/:id/acknowledgements',
    perform(deps, async (work, caller, { params, body }) => {
      await hearAcknowledgement(work, caller, caseId(params), valid(schemas.acknowledgementBody, body));
      return recorded(work, caseId(params));
    }),
  );

  router.post(
    '/:id/decisions',
    perform(deps, async (work, caller, { params, body }) => {
      if (isOverride(body)) throw notYetAvailable('An override');
      const decision = valid(schemas.decisionBody, body);
      return { status: 201, body: await recordDecision(work, caller, caseId(params), decision) };
    }),
  );

  router.post(
    '/:id/stand-down',
    perform(deps, async (work, caller, { params, body }) => {
      const { outcome } = valid(schemas.standDownBody, body);
      await recordStandDown(work, caller, caseId(params), outcome);
      return recorded(work, caseId(params));
    }),
  );

  router.post(
    '/:id/human-outcomes',
    perform(deps, async (work, caller, { params, body }) => {
      await recordHumanOutcome(work, caller, caseId(params), valid(schemas.outcomeBody, body));
      return recorded(work, caseId(params));
    }),
  );

  router.post(
    '/:id/emergency-calls',
    perform(deps, async (work, caller, { params, body }) => {
      await recordEmergencyCall(work, caller, caseId(params), valid(schemas.emergencyCallBody, body));
      return recorded(work, caseId(params));
    }),
  );

  router.post('/:id/approvals', refusesAsNotYet('A second approval'));
  router.post('/:id/handovers', refusesAsNotYet('A hand-over'));
  return router;
}

const caseId = (params: { id?: unknown }): string => idInPath(params.id, 'case');

async function recorded(work: Work, id: string): Promise<Answer> {
  const { status } = await readCaseRow(work, id);
  return { status: 201, body: { id, status } };
}

const isOverride = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'kind' in body && body.kind === 'override';
