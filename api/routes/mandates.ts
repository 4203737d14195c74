import type { Router } from 'express';
import { staffActorOf } from '../../records/caller';
import { invalidInput } from '../../records/errors';
import { mandateRules, type SettledRules, saveMandateRules, settledRules } from '../../records/mandate-rules';
import { rulingsFor } from '../../workflows/urgent-care/mandates';
import { mandates } from '../contract/mandates';
import type { ApiDeps } from '../http/perform';
import { serve } from '../http/serve-group';

/** `/v1/urgent-care/mandate-preview` and `/v1/urgent-care/mandate-rules` */
export const mandateRoutes = (deps: ApiDeps): Router =>
  serve(deps, mandates, {
    previewMandate: async ({ work, caller, body }) => {
      await staffActorOf(work, caller);
      return rulingsFor(body, await mandateRules(work));
    },
    readMandateRules: ({ work }) => settledRules(work),
    saveMandateRules: async ({ work, caller, body }) => {
      requireApproved(body, work.at);
      return saveMandateRules(work, await staffActorOf(work, caller), body);
    },
  });

/** A document that will be approved one day is not on file. */
function requireApproved({ appropriatePolicyDocument: document }: SettledRules, at: Date): void {
  if (document === null || new Date(document.approvedAt) <= at) return;
  throw invalidInput('not-yet-approved', 'The policy document counts from the day on which it was approved.');
}
