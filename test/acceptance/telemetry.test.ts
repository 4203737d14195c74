import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { Registry } from 'prom-client';
import { answerOf } from '../../client/heed-client';
import { demoOrganisations } from '../../prisma/demo-data';
import { createLog } from '../../runtime/log';
import { onlyListed, type Tracing, traceWith } from '../../runtime/telemetry/tracing';
import { sdkLogger } from '../../worker/sdk-log';
import { byLabel, scraped } from '../support/metrics';
import { personalWordsOf } from '../support/personal-words';
import { everyKind, failUnexpectedly, kinds } from '../support/unexpected';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

/** Who is on call can follow whatever happened by its ids, and reads nothing of anybody. */

type Line = Readonly<Record<string, unknown>> & { readonly msg: string };

const lines: Line[] = [];
const written: string[] = [];
const log = createLog('test', 'trace', {
  write: (line) => {
    written.push(line);
    lines.push(JSON.parse(line));
  },
});
const registry = new Registry();
const spans = new InMemorySpanExporter();
/** Past our log: by the console, and by whoever writes to the streams themselves. */
const printed = [
  ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((how) =>
    jest.spyOn(console, how).mockImplementation((...words: unknown[]) => void written.push(inspect(words))),
  ),
  ...[process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((words) => written.push(String(words)) > 0),
  ),
];

let tracing: Tracing;
let world: World;
beforeAll(async () => {
  tracing = await traceWith('heed-test', new SimpleSpanProcessor(onlyListed(spans)));
  world = await createWorld({
    telemetry: {
      log,
      registry,
      tracing: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' },
    },
  });
}, 60_000);
afterAll(async () => {
  await world?.stop();
  await tracing?.stop();
  for (const spy of printed) spy.mockRestore();
});

const said = (msg: string, about: object): readonly Line[] =>
  lines.filter((line) => line.msg === msg && Object.entries(about).every(([field, value]) => line[field] === value));

/** A concern, by a request that names itself. Resolves to the case's id. */
async function raisedBy(requestId: string, headers: Record<string, string> = {}): Promise<string> {
  const raised = await world.staff('practitioner').heed.POST('/v1/urgent-care/cases', {
    body: {
      clientId: world.client().described.id,
      concern: 'Said goodbye in an odd way.',
      immediacy: 'significant',
      doneSoFar: 'Called twice.',
    },
    headers: { 'x-request-id': requestId, ...headers },
  });
  expect(raised.response.headers.get('x-request-id')).toBe(requestId);
  return answerOf(raised).id;
}

test('from a request one finds its process and its messages, and back', async () => {
  const requestId = randomUUID();
  const workflowId = `urgent-care/${await raisedBy(requestId)}`;
  const organisationId = world.heed.demo.organisation.id;
  const asked = await until('a vendor was asked', () => {
    const found = said('a vendor was asked', { workflowId });
    return found.length > 0 && found;
  });

  expect(said('answered', { requestId })).toMatchObject([{ route: '/v1/urgent-care/cases', status: 202 }]);
  expect(said('Temporal was told', { requestId })).toMatchObject([{ workflowId, organisationId, kind: 'start' }]);
  expect(asked[0]).toMatchObject({ requestId, organisationId, activity: 'informClient', vendor: 'twilio' });
  const rows = await world.heed.records.withOrganisation(organisationId, world.now(), ({ db }) =>
    db.dispatch.findMany({ where: { id: { in: asked.map((line) => String(line['dispatchId'])) } } }),
  );
  expect(rows.map(({ caseId }) => `urgent-care/${caseId}`)).toEqual(asked.map(() => workflowId));
  const { runId } = await world.heed.client.workflow.getHandle(workflowId).describe();
  expect(asked[0]).toMatchObject({ runId });
});

test.each(['Anna.Kowalska', '447700900123', 'x'])(
  'a request id that may say something of somebody is not taken: %s',
  async (given) => {
    const reply = await world.call(world.platformToken(), 'GET', '/livez', undefined, { 'x-request-id': given });
    expect(reply.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  },
);

test('a trace goes from the request by the outbox and the story’s step to the vendor', async () => {
  const traceId = randomUUID().replaceAll('-', '');
  const caller = '00f067aa0ba902b7';
  const caseId = await raisedBy(randomUUID(), {
    traceparent: `00-${traceId}-${caller}-01`,
    tracestate: 'who=Anna',
    baggage: 'client=Anna',
  });
  const ofTrace = () => spans.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId);
  await until('the step is done', () => ofTrace().some(({ name }) => name === 'RunActivity:informClient'));
  const sms = ofTrace().find(({ name }) => name === 'twilio sms');

  const way: string[] = [];
  const parentOf = (span: ReadableSpan) =>
    ofTrace().find((other) => other.spanContext().spanId === span.parentSpanContext?.spanId);
  for (let span: ReadableSpan | undefined = sms; span; span = parentOf(span)) way.unshift(span.name);
  expect(way).toEqual([
    'POST /v1/urgent-care/cases',
    'outbox start',
    'StartWorkflow:urgentCare',
    'RunActivity:informClient',
    'twilio sms',
  ]);
  expect(ofTrace().find(({ name }) => name === 'RunActivity:informClient')?.attributes).toMatchObject({
    temporalWorkflowId: `urgent-care/${caseId}`,
  });
  expect(JSON.stringify(ofTrace().map((span) => [span.attributes, span.spanContext()]))).not.toContain('Anna');
});

test('a whole journey leaves nothing personal in any line, any trace or any number', async () => {
  const { records } = world.heed;
  const dr = world.staff('practitioner');
  const jo = world.client();
  world.heed.sandbox.setFaults([
    { vendor: 'twilio', fault: '429', times: 1 },
    { vendor: 'sendgrid', fault: '500', times: 1 },
  ]);
  const theCase = await dr.raisesConcern(jo, 'significant');
  await theCase.reaches('awaiting-client');
  await jo.answers({ gp: 'refuse', 'contact-1': 'concern' });
  await theCase.reaches('deciding');
  await theCase.proceed(dr, 'contact-1');
  await jo.contact1.receivesSms(/wellbeing of/);
  await jo.contact1.repliesBySms('I am at work, is Jo all right?');
  await jo.contact1.repliesBySms('1');
  await theCase.reaches('aftercare');

  const newcomer = await world.newcomer('Wilhelmina');
  await newcomer.signs();
  await newcomer.answersAllQuestions('worried');
  const news = demoOrganisations[0].facts.marketingSmsNumber ?? '';
  await jo.repliesBySms('Stop, and never write to Bellweather again', news);
  await world.platform.POST('/v1/marketing/opt-outs', {
    body: { email: 'wilhelmina@elsewhere.example', source: 'phone' },
  });
  await world.call(dr.token, 'POST', '/v1/sign-ups', '{"person": {"firstName": "Wilhelmina"');
  await fetch(`${world.heed.url}/nowhere/Wilhelmina?mobile=${newcomer.person.mobile}`);

  // What nobody expected, in requests and in the last step of the story, quotes somebody.
  const words = `Wilhelmina ${newcomer.person.lastName} <${newcomer.person.email}> said goodbye`;
  const unexpected = failUnexpectedly(records, words, 'closeCase');
  await theCase.outcome(dr, 'someone-acting');
  const asked = [
    { url: `${world.heed.url}/v1/urgent-care/cases/${theCase.id}?of=Wilhelmina`, token: await dr.token },
    { url: `${await jo.link()}?to=${newcomer.person.mobile}`, token: '' },
  ];
  for (const kind of everyKind) {
    for (const { url, token } of asked) {
      const requestId = unexpected.request(kind);
      const { status } = await fetch(url, { headers: { 'x-request-id': requestId, authorization: `Bearer ${token}` } });
      expect({ kind, url, status }).toEqual({ kind, url, status: 500 });
      expect(said('request failed', { requestId })).toMatchObject([kinds[kind]]);
    }
  }
  await theCase.reaches('closed');
  unexpected.stop();
  const tries = said('an activity is to be tried again', { activity: 'closeCase' });
  expect(tries).toMatchObject(everyKind.map((kind) => kinds[kind]));

  const everything = [
    written.join('\n'),
    JSON.stringify(spans.getFinishedSpans().map((span) => [span.name, span.attributes, span.events, span.status])),
    (await scraped(registry)).text,
  ].join('\n');
  const messages = world.heed.sandbox.messages({});
  const tokens = messages.flatMap(({ text }) =>
    [...text.matchAll(/\/[cahksu]\/([\w-]{22})/g)].map(([, token]) => token),
  );
  expect(tokens.length).toBeGreaterThan(3);
  const personal = [
    ...personalWordsOf(world.heed.demo.organisation),
    ...personalWordsOf(world.heed.demo.otherOrganisation),
    ...['Wilhelmina', newcomer.person.lastName, newcomer.person.email, newcomer.person.mobile, 'Station Road'],
    ...['goodbye', 'Called twice', 'at work', 'never write', 'As agreed', 'Spoke with', 'elsewhere.example'],
    ...messages.flatMap(({ from, to }) => [from, to]),
    ...messages.flatMap(({ text }) => text.split('\n').filter((line) => line.length > 20)),
    ...tokens.map(String),
    // How every bearer token begins.
    'eyJ',
  ];
  expect(personal.filter((word) => everything.includes(word))).toEqual([]);
});

test("of what Temporal's SDK says of a failure nobody's words are kept", () => {
  const before = lines.length;
  sdkLogger(log).warn('Activity failed: Wilhelmina is at +447700900301', { error: new Error('Wilhelmina') });
  expect(lines.slice(before)).toMatchObject([{ level: 40, sdk: 'Activity failed', msg: "Temporal's SDK says" }]);
  expect(JSON.stringify(lines.slice(before))).not.toContain('Wilhelmina');
});

test('the numbers say what was done, what vendors made of it, and what they reported', async () => {
  const { samples } = await scraped(registry);
  expect(byLabel(samples, 'heed_activity_seconds_count', 'activity')).toMatchObject({
    informClient: expect.any(Number),
    disclose: expect.any(Number),
  });
  expect(byLabel(samples, 'heed_vendor_reports_total', 'status')).toMatchObject({ delivered: expect.any(Number) });
  const vendors = samples
    .filter(({ name }) => name === 'heed_vendor_request_seconds_count')
    .map(({ labels }) => labels);
  expect(vendors).toContainEqual({ vendor: 'twilio', channel: 'sms', result: 'accepted' });
});
