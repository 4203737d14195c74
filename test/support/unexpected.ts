import { randomUUID } from 'node:crypto';
import type { Records } from '../../records/records';
import type { Work } from '../../records/work';
import { correlation } from '../../runtime/telemetry/correlation';

/** What may be told of each kind of failure that nobody expected. */
export const kinds = {
  'of our own code': { error: 'TypeError', code: '(withheld)' },
  'of PostgreSQL about a value': { error: 'PrismaClientKnownRequestError', code: 'P2010' },
  'of PostgreSQL about a row': { error: 'PrismaClientKnownRequestError', code: 'P2010' },
  'of Prisma about an argument': { error: 'PrismaClientValidationError' },
} as const satisfies Readonly<Record<string, { readonly error: string; readonly code?: string }>>;
export type Kind = keyof typeof kinds;
export const everyKind = Object.keys(kinds) as readonly Kind[];

/** Failures that quote somebody, each as whoever throws it words it. */
export interface Unexpected {
  /** Resolves to the id by which a request must ask to fail so. */
  request(kind: Kind): string;
  stop(): void;
}

/**
 * @param words of somebody, which every failure says
 * @param activity fails as well, once in each kind
 */
export function failUnexpectedly(records: Records, words: string, activity: string): Unexpected {
  const ofRequests = new Map<string | undefined, Kind>();
  const ofTries = [...everyKind];
  const really: Records['withOrganisation'] = records.withOrganisation.bind(records);
  const failing: Records['withOrganisation'] = (organisationId, at, work) => {
    const current = correlation();
    const kind = current.activity === activity ? ofTries.shift() : ofRequests.get(current.requestId);
    return really(organisationId, at, async (inside) => {
      if (kind !== undefined) await failures[kind](inside.db, words);
      return work(inside);
    });
  };
  const spy = jest.spyOn(records, 'withOrganisation').mockImplementation(failing);
  return {
    request: (kind) => {
      const requestId = randomUUID();
      ofRequests.set(requestId, kind);
      return requestId;
    },
    stop: () => spy.mockRestore(),
  };
}

const failures: Readonly<Record<Kind, (db: Work['db'], words: string) => Promise<unknown>>> = {
  'of our own code': async (_db, words) => {
    throw Object.assign(new TypeError(words), { code: words, detail: words, cause: new Error(words) });
  },
  'of PostgreSQL about a value': (db, words) => db.$queryRaw`SELECT ${words}::uuid`,
  'of PostgreSQL about a row': async (db, words) => {
    await db.$executeRaw`CREATE TEMPORARY TABLE named (name text UNIQUE) ON COMMIT DROP`;
    await db.$executeRaw`INSERT INTO named VALUES (${words}), (${words})`;
  },
  'of Prisma about an argument': (db, words) => db.client.count({ where: { erasedAt: words } }),
};
