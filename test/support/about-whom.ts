import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestListener, ServerResponse } from 'node:http';
import type { Records } from '../../records/records';
import type { RecordsUnderTest } from './records';

/**
 * An answer is kept for a day for whoever asks again, and goes when its client is erased: so the work behind it must have
 * noted who that is. The API under test looks at every answer that anybody gets in any test.
 */
export interface AnswersWatched {
  /** To serve with. */
  readonly records: Records;
  serving(app: RequestListener): RequestListener;
  /** @throws for an answer about a client of whom its work has noted nothing, and for a route that is not known here */
  check(asked: Asked, answered: Answered): Promise<void>;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}
interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** In each of these somebody's id stands for the client. */
const ownedByAClient: readonly (readonly [RegExp, string])[] = [
  [/^clients[/]([^/]+)/, 'SELECT id AS client FROM clients WHERE id = $1'],
  [/^sign-ups[/]([^/]+)/, 'SELECT client_id AS client FROM sign_ups WHERE id = $1'],
  [/^urgent-care[/]cases[/]([^/]+)/, 'SELECT client_id AS client FROM cases WHERE id = $1'],
  [/^enrolments[/]([^/]+)/, 'SELECT client_id AS client FROM enrolments WHERE id = $1'],
  [/^marketing[/]opt-outs[/]([^/]+)/, 'SELECT client_id AS client FROM opt_outs WHERE id = $1'],
];
const namesAClientInItsWords =
  /^(urgent-care[/]cases|sign-ups|enrolments|bookings[/][^/]+[/]cancelled|marketing[/](consents|opt-outs)|practitioners[/][^/]+[/]conflicts)$/;
const aboutNoClient =
  /^(interests|urgent-care[/](policy|policy[/]rehearsal|mandate-preview|mandate-rules)|marketing[/](lists|messages)([/].*)?|webhook-endpoints([/].*)?|consent-form-versions|practitioners[/][^/]+|practitioners[/][^/]+[/]departures|retention[/]schedule|rota)$/;

const noted = 'x-about-whom';

export function watchAnswers(underTest: Pick<RecordsUnderTest, 'records' | 'asOwner'>): AnswersWatched {
  const answering = new AsyncLocalStorage<ServerResponse>();
  const clientOf = async (path: string, said: readonly object[]): Promise<string | null> => {
    for (const [pattern, sql] of ownedByAClient) {
      const id = pattern.exec(path)?.[1];
      if (id === undefined) continue;
      const [row] = await underTest.asOwner<{ client: string | null }>(sql, [id]);
      return row?.client ?? null;
    }
    if (!namesAClientInItsWords.test(path)) throw new Error(`Say in about-whom.ts about whom ${path} answers.`);
    const named = said
      .map((words) => ('clientId' in words ? words.clientId : null))
      .find((id) => typeof id === 'string');
    return named === undefined ? null : String(named).toLowerCase();
  };

  return {
    records: {
      ...underTest.records,
      withOrganisation: (organisationId, at, act) =>
        underTest.records.withOrganisation(organisationId, at, async (work) => {
          const result = await act(work);
          answering.getStore()?.setHeader(noted, [...work.about].join(' '));
          return result;
        }),
    },
    serving: (app) => (request, response) => answering.run(response, () => app(request, response)),
    check: async ({ method, path, body }, { status, headers, body: answer }) => {
      const [, route] = /^[/]v1[/]([^?]+?)[/]?(?:[?].*)?$/.exec(path) ?? [];
      if (method === 'GET' || method === 'HEAD' || route === undefined || status >= 300) return;
      if (aboutNoClient.test(route)) return;
      const client = await clientOf(
        route,
        [body, answer].filter((said) => typeof said === 'object' && said !== null),
      );
      const about = headers.get(noted)?.toLowerCase().split(' ') ?? [];
      if (client !== null && !about.includes(client)) {
        throw new Error(`${method} ${path} answers about client ${client}, which its work has not noted.`);
      }
    },
  };
}
