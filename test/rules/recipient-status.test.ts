import fc from 'fast-check';
import { type RecipientStatus, recipientStatus, type Standing } from '../../records/urgent-care/recipient-status';
import type { MessageStatus } from '../../records/urgent-care/vendor-codes';
import type { Acknowledgement } from '../../workflows/urgent-care/words';

test.each<[string, Standing, Acknowledgement | null, MessageStatus[], RecipientStatus]>([
  ['nobody decided to tell them', 'no-mandate', null, [], 'no-mandate'],
  ['decided, nothing written yet', 'mandated', null, [], 'queued'],
  ['written, not sent yet', 'mandated', null, ['queued'], 'queued'],
  ['nobody knows yet whether the vendor took it', 'mandated', null, ['unknown'], 'queued'],
  ['sent', 'mandated', null, ['sent'], 'sent'],
  ['delivered', 'mandated', null, ['delivered'], 'delivered'],
  ['opened', 'mandated', null, ['opened'], 'opened'],
  ['the message that got furthest counts', 'mandated', null, ['failed-permanent', 'opened', 'sent'], 'opened'],
  ['one failed, the next is on its way', 'mandated', null, ['failed-permanent', 'queued'], 'queued'],
  ['every message failed', 'mandated', null, ['failed-permanent', 'failed-temporary'], 'failed'],
  ['one failed, and nobody knows of the next', 'mandated', null, ['failed-permanent', 'unknown'], 'queued'],
  ['they have read it', 'mandated', 'acknowledged', ['opened'], 'acknowledged'],
  ['they act', 'mandated', 'acting', ['delivered'], 'acting'],
  ['they cannot', 'mandated', 'cannot', ['delivered'], 'cannot'],
  ['an answer counts more than a failure', 'mandated', 'acting', ['failed-permanent'], 'acting'],
  ['an answer counts more than a withdrawal', 'cancelled', 'acting', ['delivered'], 'acting'],
  ['withheld before anything went', 'withheld', null, [], 'withheld'],
  ['taken back before anything went', 'cancelled', null, [], 'cancelled'],
  ['taken back while it was being sent', 'cancelled', null, ['cancelled'], 'cancelled'],
  ['taken back, but it had gone', 'cancelled', null, ['delivered'], 'delivered'],
  ['withheld the second time, but the first had gone', 'withheld', null, ['sent'], 'sent'],
])('%s', (_, standing, acknowledgement, messages, status) => {
  expect(recipientStatus(standing, acknowledgement, messages)).toBe(status);
});

test('the order in which messages were sent does not matter', () => {
  const message = fc.constantFrom<MessageStatus>(
    'queued',
    'sent',
    'delivered',
    'opened',
    'failed-permanent',
    'unknown',
  );
  const standing = fc.constantFrom<Standing>('no-mandate', 'mandated', 'withheld', 'cancelled');

  fc.assert(
    fc.property(standing, fc.array(message), (stands, messages) => {
      const reversed = [...messages].reverse();

      expect(recipientStatus(stands, null, reversed)).toBe(recipientStatus(stands, null, messages));
    }),
    { seed: 1 },
  );
});

test('what arrived is never hidden by a message that did not', () => {
  const failed = fc.array(
    fc.constantFrom<MessageStatus>('failed-permanent', 'failed-temporary', 'queued', 'cancelled'),
  );

  fc.assert(
    fc.property(failed, failed, (before, after) => {
      expect(recipientStatus('mandated', null, [...before, 'delivered', ...after])).toBe('delivered');
    }),
    { seed: 2 },
  );
});
