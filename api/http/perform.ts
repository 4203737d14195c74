import { createHash } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import type { Caller } from '../../records/caller';
import { type Answer, type Once, once } from '../../records/idempotency';
import type { Records } from '../../records/records';
import type { Work } from '../../records/work';
import type { Clock } from '../../runtime/clock';
import type { Teller } from '../outbox/tell';
import { callerOf } from './authenticate';
import { problemType } from './problems';
import { valid } from './validate';

export interface ApiDeps {
  readonly records: Records;
  readonly clock: Clock;
  readonly tell: Teller;
}

/** One POST: what it does is one transaction, and its answer commits with it. Then Temporal is told. */
export function perform(
  { records, clock, tell }: ApiDeps,
  act: (work: Work, caller: Caller, request: Request) => Promise<Answer>,
): RequestHandler {
  return async (request, response) => {
    const caller = callerOf(request);
    const asked = idempotencyOf(request, caller);
    const { answer, untold } = await records.withOrganisation(caller.organisationId, clock(), async (work) => ({
      answer: await once(work, asked, () => act(work, caller, request)),
      untold: work.untold,
    }));
    tell(untold);
    if (answer.location) response.location(answer.location);
    if (answer.status >= 400) response.type(problemType);
    response.status(answer.status).json(answer.body);
  };
}

/** One GET: reads in one transaction. */
export function read(
  { records, clock }: ApiDeps,
  look: (work: Work, caller: Caller, request: Request) => Promise<unknown>,
): RequestHandler {
  return async (request, response) => {
    const caller = callerOf(request);
    response.json(
      await records.withOrganisation(caller.organisationId, clock(), (work) => look(work, caller, request)),
    );
  };
}

const keySchema = z.string().min(1).max(255);

/** The request's own key, if it has one. */
export function idempotencyOf(request: Request, { credential }: Caller): Once | null {
  const header = request.get('idempotency-key');
  if (header === undefined) return null;
  const key = valid(keySchema, header);
  const what = JSON.stringify([request.method, request.originalUrl, request.body]);
  return { credential, key, fingerprint: new Uint8Array(createHash('sha256').update(what).digest()) };
}
