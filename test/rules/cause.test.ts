import { randomUUID } from 'node:crypto';
import { causeOfNow, onAccountOf } from '../../runtime/telemetry/cause';
import { correlation, within } from '../../runtime/telemetry/correlation';

/** What is done later is told of whatever brought it about, whoever is at work when its turn comes. */

const [one, another] = [randomUUID(), randomUUID()];
const requestDone = (requestId: string | null): string | undefined =>
  within({ requestId: one }, () => onAccountOf({ requestId, traceParent: null }, () => correlation().requestId));

test('by its own request, in the middle of another one', () => {
  expect(within({ requestId: another }, causeOfNow)).toEqual({ requestId: another, traceParent: null });
  expect(requestDone(another)).toBe(another);
});

test('by none, if none brought it about', () => {
  expect(requestDone(null)).toBeUndefined();
});
