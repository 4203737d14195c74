import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { problem } from '../../api/contract/answers';
import { contract } from '../../api/contract/contract';
import type { Endpoint } from '../../api/contract/endpoint';
import type { Reply } from './api';

/** Every answer that a test gets is held against the contract: what it does not describe, nobody is answered. */
export function requireAsDescribed(method: string, path: string, reply: Reply): void {
  const endpoint = endpointAt(method, path);
  if (!endpoint) return;
  const faults = faultsOf(endpoint, reply);
  if (faults.length > 0)
    throw new Error(`${method} ${path} answers what the contract does not describe: ${faults.join('; ')}`);
}

/** What Heed refuses with; what it could not carry out (5xx) no test of an answer may get by chance. */
const refusals: readonly number[] = [400, 401, 403, 404, 409, 413, 415, 422, 429, 503];

function faultsOf({ answer }: Endpoint, { status, headers, body, text }: Reply): readonly string[] {
  if (status >= 400) return refusals.includes(status) ? faultsIn(problem, body) : [`status ${status}`];
  if (status !== answer.status) return [`status ${status} instead of ${answer.status}`];
  if ('shape' in answer) return faultsIn(answer.shape, JSON.parse(text));
  const type = headers.get('content-type') ?? '';
  return answer.file.some((one) => type.startsWith(one)) ? [] : [`content type ${type}`];
}

/** A member that the shape does not name is left out by it, which shows. */
function faultsIn(shape: z.ZodType, body: unknown): readonly string[] {
  const read = shape.safeParse(body);
  if (!read.success) return read.error.issues.map(({ path, message }) => `${path.join('/')}: ${message}`);
  return isDeepStrictEqual(read.data, body) ? [] : [`more than it describes: ${JSON.stringify(body)}`];
}

const described = contract.flatMap((group) =>
  Object.values(group.endpoints).map((endpoint) => ({ endpoint, matches: patternOf(group.path + endpoint.path) })),
);

const endpointAt = (method: string, path: string): Endpoint | undefined => {
  const [bare = ''] = path.split('?');
  return described.find(({ endpoint, matches }) => endpoint.method === method.toLowerCase() && matches.test(bare))
    ?.endpoint;
};

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\/$/, '').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`);
}
