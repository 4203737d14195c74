import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { afterFailure } from '../../api/outbox/failures';
import { unavailable } from '../../records/errors';

/** What becomes of a message that Temporal did not take. */

const grpc = (code: number): Error =>
  new ServiceError('Failed', { cause: Object.assign(new Error('grpc'), { code, details: '', metadata: {} }) });
const halfway = 0.5;
const waits = (error: unknown, attempts: number): number | 'given up' => {
  const next = afterFailure(error, attempts, halfway);
  return next.kind === 'try-again' ? next.waitMs : 'given up';
};

const away: readonly (readonly [string, Error])[] = [
  ['cannot be reached', grpc(14)],
  ['does not answer in time', grpc(4)],
  ['has too much to do', grpc(8)],
  ['does not know us, which is ours to mend', grpc(16)],
  ['is told nothing, since the key to seal it with cannot be read,', unavailable('records-away', 'It is away.')],
  ['has not been told of the process yet', new WorkflowNotFoundError('not found', 'urgent-care/1', undefined)],
];

test.each(away)('a server that %s is asked again within five seconds, and for ever', (_why, error) => {
  expect([1, 2, 3, 4, 5, 1_000].map((attempts) => waits(error, attempts))).toEqual([
    1_000, 2_000, 4_000, 5_000, 5_000, 5_000,
  ]);
});

const refused: readonly (readonly [string, Error])[] = [
  ['its arguments', grpc(3)],
  ['its time', grpc(9)],
  ['something that was wrong before it was sent', new TypeError('Unable to convert')],
];

test.each(refused)(
  'a message refused for %s is tried less and less often, and given up at the tenth time',
  (_w, error) => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((attempts) => waits(error, attempts))).toEqual([
      1_000,
      2_000,
      4_000,
      8_000,
      16_000,
      30_000,
      30_000,
      30_000,
      30_000,
      'given up',
    ]);
  },
);

test('what failed together is tried again spread out', () => {
  expect([0, 1].map((random) => afterFailure(grpc(14), 2, random))).toEqual([
    { kind: 'try-again', waitMs: 1_500, because: 'grpc-14' },
    { kind: 'try-again', waitMs: 2_500, because: 'grpc-14' },
  ]);
});

test('the reason is a name or a number, never the message, which may say anything', () => {
  expect(afterFailure(new TypeError('Jo’s number'), 1)).toMatchObject({ because: 'TypeError' });
});
