import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { decodedHistory } from '../../local/decoded-history';
import { createPayloadCodec } from '../../runtime/temporal/payload-codec';

const codec = createPayloadCodec([{ id: 'k1', key: randomBytes(32) }]);

async function sealed(value: unknown): Promise<Payload> {
  const [payload] = await codec.encode([defaultPayloadConverter.toPayload(value)]);
  if (!payload) throw new Error('The codec gave nothing back.');
  return payload;
}

test('opens arguments, results and what the codec hides of failures, and names events and instants', async () => {
  const history = temporal.api.history.v1.History.create({
    events: [
      {
        eventId: 1 as never,
        eventTime: { seconds: 1_767_225_600 as never, nanos: 5_000_000 },
        eventType: temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
        workflowExecutionStartedEventAttributes: {
          input: { payloads: [await sealed({ caseId: 'c1' }), await sealed(undefined)] },
        },
      },
      {
        workflowExecutionFailedEventAttributes: {
          failure: {
            message: 'Encoded failure',
            encodedAttributes: await sealed({ message: 'it broke', stack_trace: '' }),
          },
        },
      },
    ],
  });
  await expect(decodedHistory(history, codec)).resolves.toMatchObject({
    events: [
      {
        eventTime: '2026-01-01T00:00:00.005Z',
        eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED',
        workflowExecutionStartedEventAttributes: { input: { payloads: [{ caseId: 'c1' }, null] } },
      },
      { workflowExecutionFailedEventAttributes: { failure: { encodedAttributes: { message: 'it broke' } } } },
    ],
  });
});

test('a payload under a key that is not known is an error, not a riddle', async () => {
  const payload = await sealed('x');
  const stranger = createPayloadCodec([{ id: 'other', key: randomBytes(32) }]);
  const history = temporal.api.history.v1.History.create({
    events: [{ workflowExecutionSignaledEventAttributes: { signalName: 's', input: { payloads: [payload] } } }],
  });
  await expect(decodedHistory(history, stranger)).rejects.toThrow('not in ENCRYPTION_KEYS');
});
