import type { z } from 'zod';
import type { Role } from '../../records/caller';

/**
 * What an endpoint takes and gives, as data. The routes, openapi.json and the permission table are made of it, so that
 * none of them can say what another does not do.
 */
export interface Endpoint {
  readonly method: Method;
  /** Below its group's, as OpenAPI writes it: `/{caseId}/decisions`. What stands in braces is an id, unless `params` says more. */
  readonly path: string;
  /** What it does, as a sentence without its full stop. */
  readonly summary: string;
  readonly description?: string;
  readonly may: Permission;
  readonly params?: Readonly<Record<string, z.ZodType>>;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly answer: AnswerShape;
  /** The names of problems of its own, with what each means. What every endpoint may answer is not repeated. */
  readonly problems?: Readonly<Record<string, string>>;
  /** A POST that records nothing, since what it asks is too long for an address. */
  readonly onlyReads?: true;
  /** A body that is taken, and readable in the document. */
  readonly example?: unknown;
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Who may do it, and on whose record. A role that is not named may not. */
export type Permission = Readonly<Partial<Record<Role, Reach>>>;

/** Whoever has a role in the organisation. */
export const everybody = {
  platform: 'all',
  practitioner: 'all',
  'duty-clinician': 'all',
  supervisor: 'all',
  dpo: 'all',
  admin: 'all',
} as const satisfies Permission;

/**
 * - `all`: every record of the organisation.
 * - `pathway`: of clients whom they treat, or for whose open case they are on duty or responsible.
 * - `own`: what is asked of this very person, or what they are themselves.
 * - `bare`: every record, without a person's words.
 */
export type Reach = 'all' | 'pathway' | 'own' | 'bare';

/** Whatever people of the organisation may do, and no platform for them. */
export const allStaff = {
  practitioner: 'all',
  'duty-clinician': 'all',
  supervisor: 'all',
  dpo: 'all',
  admin: 'all',
} as const satisfies Permission;

/** What comes back when all went well. */
export type AnswerShape =
  | { readonly status: 200 | 201 | 202; readonly shape: z.ZodType; readonly location?: string }
  | { readonly status: 200; readonly file: readonly string[] };

export const ok = <Shape extends z.ZodType>(shape: Shape) => ({ status: 200, shape }) as const;
/** @param location where it can be read, filled in from the answer */
export const created = <Shape extends z.ZodType>(shape: Shape, location?: string) =>
  ({ status: 201, shape, ...(location !== undefined && { location }) }) as const;
/** Taken, and carried out by a process. */
export const accepted = <Shape extends z.ZodType>(shape: Shape, location?: string) =>
  ({ status: 202, shape, ...(location !== undefined && { location }) }) as const;
/** @param contentTypes one of these */
export const file = (...contentTypes: readonly string[]) => ({ status: 200, file: contentTypes }) as const;

const withMethod =
  <const M extends Method>(method: M) =>
  <const Path extends string, const E extends Omit<Endpoint, 'method' | 'path'>>(path: Path, endpoint: E) => ({
    method,
    path,
    ...endpoint,
  });

export const get = withMethod('get');
export const post = withMethod('post');
export const put = withMethod('put');
export const patch = withMethod('patch');
export const del = withMethod('delete');

/** Endpoints that belong together, under one path. In this order a request meets them. */
export interface Group<Endpoints extends Readonly<Record<string, Endpoint>> = Readonly<Record<string, Endpoint>>> {
  /** As the reader of the document finds it. */
  readonly name: string;
  readonly path: string;
  readonly endpoints: Endpoints;
}

export const group = <const Endpoints extends Readonly<Record<string, Endpoint>>>(
  name: string,
  path: string,
  endpoints: Endpoints,
): Group<Endpoints> => ({ name, path, endpoints });
