import { type Request, type RequestHandler, Router } from 'express';
import type { z } from 'zod';
import type { Caller } from '../../records/caller';
import type { HeedError } from '../../records/errors';
import type { Answer } from '../../records/idempotency';
import type { Work } from '../../records/work';
import type { AnswerShape, Endpoint, Group } from '../contract/endpoint';
import { callerOf } from './authenticate';
import { type ApiDeps, perform, read, transact } from './perform';
import { permitByRole } from './permit';
import { refusalThatCommits } from './problems';
import { idInPath, valid } from './validate';

/** One request, as its endpoint describes it. */
export interface Asked<E extends Endpoint = Endpoint> {
  readonly work: Work;
  readonly caller: Caller;
  /** What stands in the braces of the path. */
  readonly params: Readonly<Record<NamesIn<E['path']>, string>>;
  readonly query: Given<E['query']>;
  readonly body: Given<E['body']>;
}

/** A file, made when the transaction is over. */
export interface FileAnswer {
  readonly contentType: string;
  readonly name: string;
  readonly bytes: () => Promise<Uint8Array> | Uint8Array;
}

/**
 * A refusal of which something is kept: let out of the transaction, it would be lost with it. A page of ours to which it is
 * thrown catches it inside.
 */
export class KeptRefusal extends Error {
  constructor(readonly error: HeedError) {
    super(error.message);
  }
}

/** What each endpoint does, by its name in the group: what it answers, or why it refuses. */
export type Handlers<Endpoints extends Readonly<Record<string, Endpoint>>> = {
  readonly [Name in keyof Endpoints]: (
    asked: Asked<Endpoints[Name]>,
  ) => Promise<AnswerOf<Endpoints[Name]['answer']> | KeptRefusal>;
};

/** The routes of a group. A role that the endpoint does not name is refused before anything of the request is read. */
export function serve<Endpoints extends Readonly<Record<string, Endpoint>>>(
  deps: ApiDeps,
  { path, endpoints }: Group<Endpoints>,
  handlers: Handlers<Endpoints>,
): Router {
  const router = Router();
  for (const [name, endpoint] of Object.entries(endpoints)) {
    // Each handler takes what its own endpoint describes, which is what `asked` makes of a request to it.
    const handler = handlers[name] as unknown as Handler;
    router[endpoint.method](expressPath(path + endpoint.path), handle(deps, endpoint, handler));
  }
  return router;
}

/** What is sent to an endpoint, before it is known to be as described. */
export interface Sent {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: unknown;
  readonly body?: unknown;
}

/** The endpoints of a group as a page of ours asks them, within its own transaction. */
export type Calls<Endpoints extends Readonly<Record<string, Endpoint>>> = {
  readonly [Name in keyof Endpoints]: (
    work: Work,
    caller: Caller,
    sent: Sent,
  ) => Promise<AnswerOf<Endpoints[Name]['answer']>>;
};

/**
 * What may be asked over HTTP, asked by a page of ours: the same roles, the same shapes, the same rules. A refusal is
 * thrown, and undoes the page's transaction; a KeptRefusal is for the page to catch before it does.
 */
export function calls<Endpoints extends Readonly<Record<string, Endpoint>>>(
  { endpoints }: Group<Endpoints>,
  handlers: Handlers<Endpoints>,
): Calls<Endpoints> {
  const made = Object.entries(endpoints).map(([name, endpoint]) => {
    const handler = handlers[name] as unknown as Handler;
    const call = async (work: Work, caller: Caller, sent: Sent): Promise<unknown> => {
      permitByRole(caller, endpoint);
      const answer = await handler(asked(endpoint, work, caller, sent));
      if (answer instanceof KeptRefusal) throw answer;
      return answer;
    };
    return [name, call] as const;
  });
  // Each is made of the endpoint and the handler of its own name.
  return Object.fromEntries(made) as unknown as Calls<Endpoints>;
}

type Handler = (asked: Asked) => Promise<unknown>;

function handle(deps: ApiDeps, endpoint: Endpoint, handler: Handler): RequestHandler {
  const { answer } = endpoint;
  const act = (work: Work, caller: Caller, request: Request): Promise<unknown> => {
    deps.permit(caller, endpoint);
    return handler(asked(endpoint, work, caller, request));
  };
  if ('file' in answer) return sendFile(deps, act as Act<FileAnswer>);
  if (endpoint.method === 'get' || endpoint.onlyReads) return read(deps, act);
  return perform(deps, async (work, caller, request) => answered(answer, await act(work, caller, request)));
}

type Act<Result> = (work: Work, caller: Caller, request: Request) => Promise<Result>;

const asked = (endpoint: Endpoint, work: Work, caller: Caller, { params = {}, query, body }: Sent): Asked => ({
  work,
  caller,
  params: paramsOf(endpoint, params),
  query: endpoint.query && valid(endpoint.query, query),
  body: endpoint.body && valid(endpoint.body, body),
});

function paramsOf({ params = {} }: Endpoint, given: NonNullable<Sent['params']>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const shape = params[name];
      return [name, shape ? String(valid(shape, value)) : idInPath(value, whatIs(name))];
    }),
  );
}

/** `signUpId` is the id of a sign-up. */
const whatIs = (name: string): string =>
  name.replace(/Id$/, '').replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);

function answered({ status, ...rest }: Exclude<AnswerShape, { file: unknown }>, given: unknown): Answer {
  if (given instanceof KeptRefusal) return refusalThatCommits(given.error);
  if (rest.location === undefined) return { status, body: given };
  const members = given as Readonly<Record<string, unknown>>;
  return {
    status,
    location: rest.location.replaceAll(inBraces, (_, name: string) => String(members[name])),
    body: given,
  };
}

/** The file is made when the transaction is over: who waits for it holds up nobody else. */
export function sendFile(deps: ApiDeps, act: Act<FileAnswer>): RequestHandler {
  return async (request, response) => {
    const caller = callerOf(request);
    const { contentType, name, bytes } = await transact(deps, request, (work) => act(work, caller, request));
    const content = await bytes();
    response.type(contentType).attachment(name).send(Buffer.from(content));
  };
}

const inBraces = /\{(\w+)\}/g;
const expressPath = (path: string): string => path.replaceAll(inBraces, ':$1').replace(/\/$/, '');

type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type Given<Shape> = Shape extends z.ZodType ? z.output<Shape> : undefined;
type AnswerOf<A extends AnswerShape> = A extends { readonly shape: infer Shape extends z.ZodType }
  ? Shown<z.input<Shape>>
  : FileAnswer;

/** What is only shown is never changed. */
type Shown<T> = T extends readonly (infer Item)[]
  ? readonly Shown<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Shown<T[Key]> }
    : T;
