import { defaultPolicy, type Policy, type PolicyStep } from '../../workflows/urgent-care/policy';
import { faultsOf } from '../../workflows/urgent-care/policy-faults';

/** A policy that could never reach those whom it names is found when it is saved. */

const contacts: PolicyStep = { recipients: ['contact-1', 'contact-2'], channels: ['sms', 'voice', 'email'] };
const gp: PolicyStep = { recipients: ['gp'], channels: ['email', 'sms'] };
const steps = (...given: readonly PolicyStep[]): Partial<Policy> => ({ steps: given });
const gpHours = (changes: Partial<Policy['gpHours']>): Partial<Policy> => ({
  gpHours: { ...defaultPolicy.gpHours, ...changes },
});

const sound: readonly (readonly [string, Partial<Policy>])[] = [
  ['the one that a new organisation starts with', {}],
  ['one step for everybody', steps({ recipients: ['gp', 'contact-1', 'contact-2'], channels: ['email'] })],
  ['calls with another way behind them', steps({ recipients: ['contact-1'], channels: ['voice', 'sms'] })],
  ['calls alone', steps({ recipients: ['contact-1'], channels: ['voice'] })],
  ['a practice that is open for one minute', gpHours({ from: '08:00', to: '08:01' })],
  ['a practice that is open all day', gpHours({ from: '00:00', to: '23:59' })],
];
test.each(sound)('%s can be carried out', (_what, changes) => {
  expect(faultsOf({ ...defaultPolicy, ...changes })).toEqual([]);
});

const unsound: readonly (readonly [string, Partial<Policy>, string, RegExp])[] = [
  ['no step', steps(), 'steps', /nobody is ever told/],
  ['a step for nobody', steps(contacts, { ...gp, recipients: [] }), 'steps/1/recipients', /for nobody/],
  ['a step by no way', steps({ ...gp, channels: [] }), 'steps/0/channels', /by no way/],
  ['a recipient in two steps', steps(gp, contacts, { ...contacts, recipients: ['gp'] }), 'steps/2/recipients', /^gp /],
  ['a GP who is open on no day', gpHours({ days: [] }), 'gpHours/days', /never be open/],
  ['a GP who closes as they open', gpHours({ from: '08:00', to: '08:00' }), 'gpHours/to', /close before/],
  ['a GP who closes before they open', gpHours({ from: '18:30', to: '08:00' }), 'gpHours/to', /close before/],
];
test.each(unsound)('%s is a fault, and it is said where and why', (_what, changes, path, because) => {
  expect(faultsOf({ ...defaultPolicy, ...changes })).toEqual([{ path, because: expect.stringMatching(because) }]);
});

test('each recipient who stands twice is named', () => {
  const faults = faultsOf({ ...defaultPolicy, ...steps(contacts, { ...gp, recipients: ['contact-2', 'contact-1'] }) });
  expect(faults.map(({ because }) => because.split(' ')[0])).toEqual(['contact-2', 'contact-1']);
});

test('every fault is named at once', () => {
  const changes = { ...steps({ recipients: [], channels: [] }), ...gpHours({ days: [] }) };
  const paths = faultsOf({ ...defaultPolicy, ...changes }).map(({ path }) => path);
  expect(paths).toEqual(['steps/0/recipients', 'steps/0/channels', 'gpHours/days']);
});
