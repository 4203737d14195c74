import { Router } from 'express';
import { type Caller, isPlatform, requireRole, staffActorOf } from '../../records/caller';
import { forbidden, invalidInput } from '../../records/errors';
import { mandateRules, type SettledRules, saveMandateRules, settledRules } from '../../records/mandate-rules';
import { rulingsFor } from '../../workflows/urgent-care/mandates';
import { type ApiDeps, perform, read } from '../http/perform';
import { valid } from '../http/validate';
import { mandateRulesBody, previewBody } from './mandate-schemas';

/** `POST /v1/urgent-care/mandate-preview`: what the table says of these facts. Records nothing. */
export function mandatePreviewRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.post(
    '/',
    read(deps, async (work, caller, { body }) => {
      await staffActorOf(work, requireStaff(caller));
      return rulingsFor(valid(previewBody, body), await mandateRules(work));
    }),
  );
  return router;
}

/** `/v1/urgent-care/mandate-rules`: the DPO may tighten the table, never loosen it. */
export function mandateRulesRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get(
    '/',
    read(deps, (work, caller) => {
      requireStaff(caller);
      return settledRules(work);
    }),
  );
  router.put(
    '/',
    perform(deps, async (work, caller, { body }) => {
      requireRole(caller, 'dpo');
      const rules = valid(mandateRulesBody, body);
      requireApproved(rules, work.at);
      return { status: 200, body: await saveMandateRules(work, await staffActorOf(work, caller), rules) };
    }),
  );
  return router;
}

function requireStaff(caller: Caller): Caller {
  if (isPlatform(caller)) throw forbidden('The table of mandates is for staff.');
  return caller;
}

/** A document that will be approved one day is not on file. */
function requireApproved({ appropriatePolicyDocument: document }: SettledRules, at: Date): void {
  if (document === null || new Date(document.approvedAt) <= at) return;
  throw invalidInput('not-yet-approved', 'The policy document counts from the day on which it was approved.');
}
