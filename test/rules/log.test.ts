import { createLog, type Log, traitsOf } from '../../runtime/log';
import { within } from '../../runtime/telemetry/correlation';

/** Nothing personal is ever a part of a line. */

const person = { name: 'Anna Kowalska', mobile: '+447700900123', email: 'anna.kowalska@mail.example' };
const id = '01890a5d-ac96-774b-bcce-b302099a8057';

/** The one line that is logged. */
function lineOf(say: (log: Log) => void): Readonly<Record<string, unknown>> {
  const lines: string[] = [];
  say(createLog('test', 'trace', { write: (line) => lines.push(line) }));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '');
}

test('a line is a sentence and its fields, with who said it and when', () => {
  const line = lineOf((log) => log.warn({ workflowId: `urgent-care/${id}`, attempts: 3 }, 'Temporal did not take it'));
  expect(line).toEqual({
    level: 40,
    time: expect.any(String),
    process: 'test',
    workflowId: `urgent-care/${id}`,
    attempts: 3,
    msg: 'Temporal did not take it',
  });
});

test('what is not on the list is left out', () => {
  const given = { ...person, organisationId: id, body: person };
  const line = lineOf((log) => log.info(given, 'answered'));
  expect(Object.keys(line).toSorted()).toEqual(['level', 'msg', 'organisationId', 'process', 'time']);
});

test.each([
  ['requestId', person.name],
  ['requestId', person.mobile],
  ['organisationId', person.email],
  ['workflowId', `urgent-care/${person.name}`],
  ['dispatchId', person.mobile],
  ['route', `/c/${person.email}`],
  ['route', '/c/abc?name=Anna'],
  ['method', person.name],
  ['error', person.name],
  ['error', 'Anna'],
  ['code', person.email],
  ['code', 'Anna'],
  ['because', person.name],
  ['at', [person.name]],
  ['kind', person.name],
  ['sdk', person.email],
  ['status', Number.NaN],
])('%s that has not the shape of one is withheld: %s', (field, value) => {
  const line = lineOf((log) => log.error({ [field]: value }, 'request failed'));
  expect(line[field]).toBe('(withheld)');
});

test('of an error its kind, its code and its place are told, and not what it says', () => {
  const error = Object.assign(new TypeError(`${person.name} is at ${person.mobile}\n    at Anna (Kowalska:1:1)`), {
    code: 'P2002',
    meta: person,
  });
  const line = lineOf((log) => log.error(traitsOf(error), 'request failed'));
  expect(line).toMatchObject({ error: 'TypeError', code: 'P2002' });
  expect((line['at'] as string[])[0]).toMatch(/test\/rules\/log\.test\.ts:\d+:\d+$/);
  for (const word of ['Anna', 'Kowalska', person.mobile]) expect(JSON.stringify(line)).not.toContain(word);
});

test('every line says of which request and which process it is', () => {
  const line = within({ requestId: id, workflowId: `sign-up/${id}` }, () =>
    lineOf((log) => within({ dispatchId: id }, () => log.info({}, 'answered'))),
  );
  expect(line).toMatchObject({ requestId: id, workflowId: `sign-up/${id}`, dispatchId: id });
});
