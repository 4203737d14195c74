import { type Request, type RequestHandler, Router, raw } from 'express';
import { z } from 'zod';
import { submitAssessment } from '../../records/assessment/submit';
import { actorOf, type Caller, findActor, isPlatform } from '../../records/caller';
import { type Once, wasAnswered } from '../../records/idempotency';
import type { AnsweredVia } from '../../records/safety/concern-row';
import { raiseSafetyConcern } from '../../records/safety/raise';
import { requireInPathway } from '../../records/safety/read';
import { readSignUp } from '../../records/sign-up/sign-up-row';
import { safetyAnswersInText } from '../../workflows/sign-up/instruments/safety-answers-in-text';
import { instruments } from '../../workflows/sign-up/words';
import { callerOf } from '../http/authenticate';
import { type ApiDeps, idempotencyOf, perform } from '../http/perform';
import { malformedJson, sendProblem } from '../http/problems';
import { idInPath, valid } from '../http/validate';

/** The answers are looked at by the score itself, which names each item. */
const body = z.strictObject({ instrument: z.enum(instruments), version: z.literal('1'), answers: z.unknown() });

/**
 * `POST /v1/sign-ups/{id}/assessment`: contract.md §5. It reads the body itself, because a safety answer is raised
 * before anything may refuse what it came with: even that the body is no JSON.
 */
export function assessmentRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.post(
    '/:id/assessment',
    raw({ type: () => true, limit: '1mb' }),
    raiseSafetyAnswersFirst(deps),
    perform(deps, async (work, caller, { params, body: given }) => {
      const signUpId = idInPath(params['id'], 'sign-up');
      const { clientId } = await readSignUp(work, signUpId);
      if (!isPlatform(caller)) await requireInPathway(work, caller, clientId);
      const { instrument, answers } = valid(body, given);
      const by = await actorOf(work, caller);
      const result = await submitAssessment(work, signUpId, { by, via: viaOf(caller), instrument, answers });
      return { status: 201, body: result };
    }),
  );
  return router;
}

function raiseSafetyAnswersFirst({ records, clock, tell }: ApiDeps): RequestHandler {
  return async (request, response, next) => {
    const caller = callerOf(request);
    const signUpId = idInPath(request.params['id'], 'sign-up');
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
    else next();
  };
}

type Parsed = { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'none' | 'malformed' };

function parse(request: Request, text: string): Parsed {
  if (text === '' || !request.is('json')) return { kind: 'none' };
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
