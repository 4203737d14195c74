import { createHash } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { auditRefusal } from '../../records/audit/reads';
import type { Caller } from '../../records/caller';
import { HeedError } from '../../records/errors';
import { type Answer, type Once, once } from '../../records/idempotency';
import { isId } from '../../records/ids';
import type { Records } from '../../records/records';
import type { Work } from '../../records/work';
import type { Clock } from '../../runtime/clock';
import type { Teller } from '../outbox/tell';
import { callerOf } from './authenticate';
import type { Permit } from './permit';
import { problemType } from './problems';
import { valid } from './validate';

export interface ApiDeps {
  readonly records: Records;
  readonly clock: Clock;
  readonly tell: Teller;
  readonly permit: Permit;
}

/** One POST: what it does is one transaction, and its answer commits with it. Then Temporal is told. */
export function perform(
  deps: ApiDeps,
  act: (work: Work, caller: Caller, request: Request) => Promise<Answer>,
): RequestHandler {
  return async (request, response) => {
    const caller = callerOf(request);
    const asked = idempotencyOf(request, caller);
    const { answer, untold } = await transact(deps, request, async (work) => ({
      answer: await once(work, asked, () => act(work, caller, request)),
      untold: work.untold,
    }));
    deps.tell(untold);
    if (answer.location) response.location(answer.location);
    if (answer.status >= 400) response.type(problemType);
    response.status(answer.status).json(answer.body);
  };
}

/** One GET: reads in one transaction. */
export function read(
  deps: ApiDeps,
  look: (work: Work, caller: Caller, request: Request) => Promise<unknown>,
): RequestHandler {
  return async (request, response) => {
    const caller = callerOf(request);
    response.json(await transact(deps, request, (work) => look(work, caller, request)));
  };
}

/**
 * One transaction as the caller's organisation. Who is refused in it leaves an entry, although all else is undone: what
 * somebody tried to see or do without being let is for whoever looks into it later.
 */
export async function transact<T>(
  { records, clock }: ApiDeps,
  request: Request,
  act: (work: Work) => Promise<T>,
): Promise<T> {
  const caller = callerOf(request);
  let about: ReadonlySet<string> = new Set();
  try {
    return await records.withOrganisation(caller.organisationId, clock(), (work) => {
      about = work.about;
      return act(work);
    });
  } catch (error) {
    if (error instanceof HeedError && error.fault === 'forbidden') {
      const refused = { asked: `${request.method} ${addressOf(request)}`, about: [...about] };
      await records.withOrganisation(caller.organisationId, clock(), (work) => auditRefusal(work, caller, refused));
    }
    throw error;
  }
}

/** The route with its ids. Whatever else somebody wrote in their place may name a client, whom this entry outlives. */
function addressOf({ baseUrl, params, route }: Request): string {
  const pattern: unknown = route?.path;
  const withIds = String(pattern).replaceAll(/:(\w+)/g, (name: string, param: string) => {
    const given = params[param];
    return typeof given === 'string' && isId(given) ? given : name;
  });
  return baseUrl + withIds;
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
