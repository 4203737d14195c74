import { type Request, type RequestHandler, Router, raw } from 'express';
import { submitAssessment } from '../../records/assessment/submit';
import { actorOf, type Caller, findActor, isPlatform } from '../../records/caller';
import { requireInPathway } from '../../records/clients/pathway';
import { type Once, wasAnswered } from '../../records/idempotency';
import type { AnsweredVia } from '../../records/safety/concern-row';
import { raiseSafetyConcern } from '../../records/safety/raise';
import { readSignUp } from '../../records/sign-up/sign-up-row';
import { safetyAnswersInText } from '../../workflows/sign-up/instruments/safety-answers-in-text';
import { assessments } from '../contract/assessments';
import { callerOf } from '../http/authenticate';
import { type ApiDeps, idempotencyOf } from '../http/perform';
import { malformedJson, sendProblem } from '../http/problems';
import { noJson } from '../http/require-json';
import { serve } from '../http/serve-group';
import { idInPath } from '../http/validate';

/**
 * `/v1/sign-ups/{id}/assessment`: contract.md §5. It reads the body itself, because a safety answer is raised before
 * anything may refuse what it came with: even that the body is no JSON.
 */
export const assessmentRoutes = (deps: ApiDeps): Router =>
  Router()
    .post('/v1/sign-ups/:signUpId/assessment', raw({ type: () => true, limit: '1mb' }), raiseSafetyAnswersFirst(deps))
    .use(
      serve(deps, assessments, {
        submitAssessment: async ({ work, caller, params: { signUpId }, body: { instrument, answers } }) => {
          const { clientId } = await readSignUp(work, signUpId);
          if (!isPlatform(caller)) await requireInPathway(work, caller, clientId);
          const by = await actorOf(work, caller);
          return submitAssessment(work, signUpId, { by, via: viaOf(caller), instrument, answers });
        },
      }),
    );

function raiseSafetyAnswersFirst({ records, clock, tell }: ApiDeps): RequestHandler {
  return async (request, response, next) => {
    const caller = callerOf(request);
    const signUpId = idInPath(request.params['signUpId'], 'sign-up');
    const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
    const parsed = parse(request, text);
    request.body = parsed.kind === 'json' ? parsed.value : undefined;

    const answers = safetyAnswersInText(text);
    if (answers.length > 0) {
      const untold = await records.withOrganisation(caller.organisationId, clock(), async (work) => {
        // Sent once more with its key, it was raised by the first one.
        if (await wasAnswered(work, keyOf(request, caller))) return [];
        await raiseSafetyConcern(work, signUpId, { by: await findActor(work, caller), via: viaOf(caller), answers });
        return work.untold;
      });
      tell(untold);
    }
    if (parsed.kind === 'malformed') sendProblem(response, malformedJson);
    else if (parsed.kind === 'other') sendProblem(response, noJson);
    else next();
  };
}

type Parsed = { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'none' | 'other' | 'malformed' };

function parse(request: Request, text: string): Parsed {
  if (text === '') return { kind: 'none' };
  if (!request.is('application/json')) return { kind: 'other' };
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'malformed' };
  }
}

/** A key that is refused later is no reason to lose an answer now. */
function keyOf(request: Request, caller: Caller): Once | null {
  try {
    return idempotencyOf(request, caller);
  } catch {
    return null;
  }
}

const viaOf = (caller: Caller): AnsweredVia => (isPlatform(caller) ? 'platform' : 'staff');
