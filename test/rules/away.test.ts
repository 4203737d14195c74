import { sayIfAway } from '../../records/away';
import { conflict, HeedError } from '../../records/errors';

/** A database that is away, full or worn out is "not now" (503) to whoever asks; a mistake of ours stays a mistake. */

/** As Prisma hands on what PostgreSQL said. */
const byPrisma = (originalCode: string): object => ({
  code: 'P2039',
  meta: { driverAdapterError: { cause: { originalCode, kind: 'postgres' } } },
});
/** As the driver itself throws it. */
const byDriver = (code: string): Error => Object.assign(new Error('could not extend file'), { code });

/** As Prisma's adapter throws it between two queries. */
const byAdapter = (originalCode: string): Error =>
  new Error('DriverAdapterError', { cause: { originalCode, kind: 'postgres' } });

const away: readonly (readonly [string, unknown])[] = [
  ['the disk is full', byPrisma('53100')],
  ['the disk is full, for a key', byDriver('53100')],
  ['the memory is used up', byPrisma('53200')],
  ['every connection is taken', byPrisma('53300')],
  ['the disk cannot be read', byPrisma('58030')],
  ['an administrator ended the connection', byPrisma('57P01')],
  ['an administrator ended the connection between two queries', byAdapter('57P01')],
  ['the server has crashed', byPrisma('57P02')],
  ['the server is starting', byDriver('57P03')],
  ['the connection was lost', byPrisma('08006')],
  ['nobody listens', byDriver('ECONNREFUSED')],
  ['the connection was cut', byDriver('ECONNRESET')],
  ['the connection is closed on the other side', byDriver('EPIPE')],
  ['Prisma cannot reach it', { code: 'P1001' }],
  ['Prisma got no connection in time', { code: 'P2024' }],
  ['Prisma’s transaction is over', { code: 'P2028' }],
  ['the driver lost its server', new Error('Connection terminated unexpectedly')],
  ['the driver had lost it before', new Error('Client has encountered a connection error and is not queryable')],
  ['the driver could not connect in time', new Error('timeout exceeded when trying to connect')],
];
test.each(away)('away: %s', (_what, error) => {
  const said = sayIfAway(error);
  expect(said).toBeInstanceOf(HeedError);
  expect(said).toMatchObject({ fault: 'unavailable', problem: 'records-away', details: { retryAfter: 2 } });
});

const mistakes: readonly (readonly [string, unknown])[] = [
  ['a broken constraint', byPrisma('23505')],
  ['a constraint that is broken at the end', byAdapter('23503')],
  ['a forbidden row', byPrisma('42501')],
  ['a wrong query', byDriver('42P01')],
  ['a wrong call of Prisma', new TypeError('x is not a function')],
  ['nothing that was thrown', undefined],
  ['what we say ourselves', conflict('case-closed', 'This case is closed.')],
];
test.each(mistakes)('not away: %s', (_what, error) => expect(sayIfAway(error)).toBe(error));
