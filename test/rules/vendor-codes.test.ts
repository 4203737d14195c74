import fc from 'fast-check';
import {
  isPermanentTwilioError,
  type MessageStatus,
  movesOn,
  statusOfCall,
  statusOfSendGrid,
  statusOfTwilio,
} from '../../records/urgent-care/vendor-codes';

describe("Twilio's words", () => {
  test.each<[string, string | undefined, MessageStatus]>([
    ['accepted', undefined, 'queued'],
    ['queued', undefined, 'queued'],
    ['sending', undefined, 'queued'],
    ['sent', undefined, 'sent'],
    ['delivered', undefined, 'delivered'],
    ['read', undefined, 'opened'],
    ['failed', undefined, 'failed-temporary'],
    ['undelivered', '30008', 'failed-temporary'],
    ['undelivered', '30001', 'failed-temporary'],
    ...['21211', '21610', '21614', '30003', '30005', '30006'].flatMap((code) => [
      ['undelivered', code, 'failed-permanent'] as [string, string, MessageStatus],
      ['failed', code, 'failed-permanent'] as [string, string, MessageStatus],
    ]),
  ])('%s with error %p means %s', (word, errorCode, status) => {
    expect(statusOfTwilio(word, errorCode)).toBe(status);
  });

  test.each(['receiving', 'received', 'scheduled', 'canceled', 'Delivered', '', 'constructor'])(
    '"%s" says nothing new',
    (word) => expect(statusOfTwilio(word, undefined)).toBeNull(),
  );

  test.each(['20429', '20500', '30001', '30007', '30008', '', '2161', '216100'])('error "%s" may pass', (code) => {
    expect(isPermanentTwilioError(code)).toBe(false);
  });
});

describe("Twilio's words for calls", () => {
  test.each<[string, string | null, MessageStatus]>([
    ['queued', null, 'queued'],
    ['initiated', null, 'sent'],
    ['ringing', null, 'sent'],
    ['in-progress', null, 'sent'],
    ['completed', '200', 'delivered'],
    ['busy', '486', 'failed-temporary'],
    ['no-answer', '480', 'failed-temporary'],
    ['canceled', '487', 'failed-temporary'],
    ['failed', '503', 'failed-temporary'],
    ['failed', null, 'failed-temporary'],
    ...['404', '410', '484', '604'].map(
      (code) => ['failed', code, 'failed-permanent'] as [string, string, MessageStatus],
    ),
  ])('%s with SIP code %p means %s', (word, sipCode, status) => {
    expect(statusOfCall(word, sipCode)).toBe(status);
  });

  test.each(['answered', 'delivered', 'Completed', '', 'constructor'])('"%s" says nothing new', (word) =>
    expect(statusOfCall(word, '404')).toBeNull(),
  );
});

describe("SendGrid's words", () => {
  test.each<[string, MessageStatus]>([
    ['processed', 'sent'],
    ['delivered', 'delivered'],
    ['open', 'opened'],
    ['click', 'opened'],
    ['deferred', 'failed-temporary'],
    ['bounce', 'failed-permanent'],
    ['dropped', 'failed-permanent'],
  ])('%s means %s', (word, status) => {
    expect(statusOfSendGrid(word)).toBe(status);
  });

  test.each(['unsubscribe', 'group_unsubscribe', 'spamreport', 'Delivered', '', 'toString'])(
    '"%s" says nothing new',
    (word) => expect(statusOfSendGrid(word)).toBeNull(),
  );
});

describe('a message only goes forward', () => {
  const reported = ['queued', 'sent', 'delivered', 'opened', 'failed-temporary', 'failed-permanent'] as const;
  type Reported = (typeof reported)[number];
  const anyReport = fc.constantFrom<Reported>(...reported);
  const statusAfter = (reports: readonly MessageStatus[], start: MessageStatus = 'queued'): MessageStatus =>
    reports.reduce((status, report) => (movesOn(status, report) ? report : status), start);

  test.each<[string, MessageStatus[], MessageStatus]>([
    ['as it should be', ['queued', 'sent', 'delivered', 'opened'], 'opened'],
    ['callbacks out of order', ['delivered', 'sent', 'queued'], 'delivered'],
    ['a callback that comes twice', ['delivered', 'delivered'], 'delivered'],
    ['deferred, then delivered', ['sent', 'failed-temporary', 'delivered'], 'delivered'],
    ['taken by the carrier, then not delivered for now', ['sent', 'failed-temporary'], 'failed-temporary'],
    ['that order turned round', ['failed-temporary', 'sent'], 'failed-temporary'],
    ['taken by the carrier, then failed for good', ['sent', 'failed-permanent'], 'failed-permanent'],
    ['deferred, then bounced', ['sent', 'failed-temporary', 'failed-permanent'], 'failed-permanent'],
    ['failed for good, and late news of its sending', ['failed-permanent', 'sent'], 'failed-permanent'],
    ['delivered, and then said to have failed', ['delivered', 'failed-permanent'], 'delivered'],
    ['opened, and then said to have failed', ['opened', 'failed-permanent'], 'opened'],
    ['cancelled: neither doubt nor failure follows', ['cancelled', 'queued', 'failed-permanent'], 'cancelled'],
    ['cancelled, and then it arrived after all', ['cancelled', 'delivered'], 'delivered'],
  ])('%s', (_, reports, status) => {
    expect(statusAfter(reports)).toBe(status);
  });

  test.each<MessageStatus>(['queued', 'sent', 'delivered', 'opened', 'failed-temporary', 'failed-permanent'])(
    'nobody knew, until the vendor says "%s"',
    (report) => expect(statusAfter([report], 'unknown')).toBe(report),
  );

  test.each<MessageStatus>(['delivered', 'opened'])('what was %s cannot be cancelled', (arrived) => {
    expect(movesOn(arrived, 'cancelled')).toBe(false);
  });

  test('never backwards, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(fc.array(anyReport, { maxLength: 12 }), (reports) => {
        const passed: MessageStatus[] = ['queued'];
        for (const report of reports) {
          const now = statusAfter([report], passed.at(-1));
          if (now === passed.at(-1)) continue;
          expect(passed).not.toContain(now);
          passed.push(now);
        }
      }),
      { seed: 1, numRuns: 1_000 },
    );
  });

  test('a repeated report changes nothing', () => {
    fc.assert(
      fc.property(fc.array(anyReport), (reports) => {
        const twice = reports.flatMap((report) => [report, report]);

        expect(statusAfter(twice)).toBe(statusAfter(reports));
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test('what arrived stays arrived', () => {
    fc.assert(
      fc.property(fc.array(anyReport), (reports) => {
        expect(['delivered', 'opened']).toContain(statusAfter(['delivered', ...reports]));
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});
