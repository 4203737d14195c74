import { readable } from '../erasure/whose';
import { Prisma } from '../generated/client';
import type { InboundWords } from '../inbound-messages';
import type { InterestWords } from '../interests/interests';
import type { OptOutWords } from '../marketing/opt-out-row';
import type { ClientWords } from '../people';
import type { DispatchWords } from '../urgent-care/dispatches';
import { wordsOf } from '../urgent-care/take-reply';
import type { Work } from '../work';

/** Where addresses stand: each row holds them sealed, and some hold the hashes by which they are found. */
export interface Place {
  readonly table: 'clients' | 'interests' | 'dispatches' | 'inbound_messages' | 'opt_outs';
  readonly hashes: readonly string[];
  /** Of what each hash may be; none of what nobody can read any more. */
  inRow(work: Work, row: PlaceRow): Promise<readonly string[]>;
}

export type PlaceRow = {
  readonly id: string;
  readonly sealed: Uint8Array | null;
  readonly subject: string;
} & Readonly<Record<string, unknown>>;

/** Under whose key each row's words are. */
const subjects: Readonly<Record<Place['table'], Prisma.Sql>> = {
  clients: Prisma.sql`id`,
  // A client's address stands in their own record.
  interests: Prisma.sql`coalesce(client_id, id)`,
  dispatches: Prisma.sql`coalesce((SELECT cases.client_id FROM cases WHERE cases.id = case_id), client_id, organisation_id)`,
  inbound_messages: Prisma.sql`CASE WHEN own_key THEN id ELSE organisation_id END`,
  opt_outs: Prisma.sql`id`,
};

export const places: readonly Place[] = [
  {
    table: 'clients',
    hashes: ['mobile_index', 'email_index'],
    inRow: async (work, row) => known(await wordsIn<ClientWords>(work, row), ({ mobile, email }) => [mobile, email]),
  },
  {
    table: 'interests',
    hashes: ['email_index'],
    inRow: async (work, row) => {
      const words = await wordsIn<InterestWords | ClientWords>(work, row);
      return known(words, ({ email }) => [email]);
    },
  },
  {
    table: 'dispatches',
    hashes: ['to_index'],
    inRow: async (work, row) => known(await wordsIn<DispatchWords>(work, row), ({ to }) => [to]),
  },
  {
    table: 'inbound_messages',
    hashes: ['sender_index', 'words_index'],
    inRow: async (work, row) => known(await wordsIn<InboundWords>(work, row), (words) => [words.from, wordsOf(words)]),
  },
  {
    table: 'opt_outs',
    hashes: [],
    inRow: async (work, row) =>
      known(await wordsIn<OptOutWords>(work, row), ({ addresses }) => addresses.map(({ address }) => address)),
  },
];

const known = <T>(words: T | null, addresses: (words: T) => readonly (string | null)[]): readonly string[] =>
  words === null ? [] : addresses(words).filter((address) => address !== null);

async function wordsIn<T>(work: Work, { subject, sealed }: PlaceRow): Promise<T | null> {
  if (sealed === null || sealed.length === 0) return null;
  return readable(work.open<T>(subject, sealed));
}

const batch = 200;
const beforeAll = '00000000-0000-0000-0000-000000000000';

/** The next rows of a place in the order of their ids, a batch at a time. */
export async function rowsAfter(
  work: Work,
  { table, hashes }: Place,
  last: string | null,
  only: Prisma.Sql = Prisma.sql`true`,
): Promise<readonly PlaceRow[]> {
  const columns = hashes.map((hash) => Prisma.raw(`, ${hash}`));
  return work.db.$queryRaw<PlaceRow[]>`
    SELECT id, ${sealedIn(table)} AS sealed, ${subjects[table]} AS subject ${Prisma.join([Prisma.empty, ...columns], '')}
    FROM ${Prisma.raw(table)} WHERE id > ${last ?? beforeAll}::uuid AND ${only} ORDER BY id LIMIT ${batch}`;
}

const sealedIn = (table: Place['table']): Prisma.Sql =>
  table === 'interests'
    ? Prisma.sql`coalesce(sealed, (SELECT clients.sealed FROM clients WHERE clients.id = client_id))`
    : Prisma.sql`sealed`;
