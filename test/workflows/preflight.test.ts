import { Client, Connection } from '@temporalio/client';
import { englishPreflightLetters } from '../../activities/messaging/letters/english';
import { createPreflightActivities } from '../../activities/preflight/activities';
import { createDailySchedules } from '../../api/schedules/daily';
import { dailyProcesses } from '../../api/schedules/schedules';
import { everyoneOnDuty } from '../../records/rota/on-duty';
import { saveRota } from '../../records/rota/rotas';
import {
  type PreflightFindings,
  type PreflightInput,
  preflightQueue,
  preflightScheduleId,
  preflightWorkflow,
} from '../../workflows/preflight/contract';
import { type HeedWithoutWorker, postOf } from '../support/heed';
import { heedWithSchedules } from '../support/heed-with-schedules';
import { until } from '../support/until';

/** The daily look at rota and plans, on a server that has Schedules. */

let client: Client;
let heed: HeedWithoutWorker;
let now = new Date();
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ heed, client, stop } = await heedWithSchedules({
    namespace: `preflight-${process.pid}`,
    clock: () => now,
    queues: [preflightQueue],
    activities: (itsHeed) =>
      createPreflightActivities({
        records: itsHeed.records,
        post: postOf(itsHeed),
        letters: englishPreflightLetters,
        clock: () => now,
      }),
  }));
}, 60_000);
afterAll(() => stop?.());

const home = () => heed.demo.organisation;
const smsTo = (mobile: string, text: RegExp): readonly string[] =>
  heed.sandbox
    .messages({ to: mobile })
    .filter((message) => text.test(message.text))
    .map((message) => message.text);
const transact = <T>(work: Parameters<typeof heed.records.withOrganisation<T>>[2]): Promise<T> =>
  heed.records.withOrganisation(home().id, now, work);

/** Both tiers around the clock, or nobody. */
async function theRotaIs(kept: 'kept' | 'empty'): Promise<void> {
  const { admin, dutyClinician, supervisor } = home().staff;
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
  const shifts = (staffId: string) => (kept === 'kept' ? [{ staffId, days, from: '00:00', to: '24:00' }] : []);
  await transact((work) =>
    saveRota(
      work,
      { kind: 'staff', id: admin.id, name: admin.name },
      {
        timeZone: 'Europe/London',
        tiers: [
          { name: 'duty-clinician', shifts: shifts(dutyClinician.id), overrides: [] },
          { name: 'supervisor', shifts: shifts(supervisor.id), overrides: [] },
        ],
      },
    ),
  );
}

let runs = 0;
/** One preflight, as the Schedule would start it. */
async function aPreflight(): Promise<PreflightFindings> {
  runs += 1;
  const input: PreflightInput = { organisationId: home().id };
  const found = await client.workflow.execute(preflightWorkflow, {
    workflowId: `preflight-in-test-${runs}`,
    taskQueue: preflightQueue,
    args: [input],
  });
  await heed.sandbox.settle();
  return found as PreflightFindings;
}
const tomorrow = (): void => {
  now = new Date(now.getTime() + 24 * 60 * 60_000);
};

const aboutGaps = /nobody is on call/;
const aboutClients = /could not be reached today/;

test('the Schedule of every organisation is there, once, however often it is asked for, and starts a preflight', async () => {
  const ensure = createDailySchedules({ records: heed.records, client, clock: () => now }, dailyProcesses);
  await ensure();
  await ensure();
  // Another process, at its start.
  await createDailySchedules({ records: heed.records, client, clock: () => now }, dailyProcesses)();

  for (const { id } of [home(), heed.demo.otherOrganisation]) {
    const { spec, policies, action } = await client.schedule.getHandle(preflightScheduleId(id)).describe();
    expect(spec.timezone).toBe('Europe/London');
    expect(spec.calendars?.map(({ hour }) => hour)).toEqual([[{ start: 7, end: 7, step: 1 }]]);
    expect(policies.overlap).toBe('SKIP');
    expect(action).toMatchObject({ workflowType: preflightWorkflow, taskQueue: preflightQueue });
  }

  const schedule = client.schedule.getHandle(preflightScheduleId(home().id));
  await schedule.trigger();
  await until('the triggered preflight has run', async () => {
    const recent = (await schedule.describe()).info.recentActions;
    const workflowId = recent[0]?.action.workflow.workflowId;
    if (!workflowId) return false;
    return (await client.workflow.getHandle(workflowId).describe()).status.name === 'COMPLETED';
  });
});

test('a Schedule that somebody paused stays paused when the next process starts', async () => {
  const schedule = client.schedule.getHandle(preflightScheduleId(home().id));
  await createDailySchedules({ records: heed.records, client, clock: () => now }, dailyProcesses)();
  await schedule.pause('holiday');
  await createDailySchedules({ records: heed.records, client, clock: () => now }, dailyProcesses)();
  expect((await schedule.describe()).state).toMatchObject({ paused: true, note: 'holiday' });
  await schedule.unpause();
});

test('while Temporal is away the asking fails, and is made good by the next', async () => {
  const away = Connection.lazy({ address: '127.0.0.1:1' });
  const deps = { records: heed.records, clock: () => now };
  const ensure = createDailySchedules({ ...deps, client: new Client({ connection: away }) }, dailyProcesses);
  await expect(ensure()).rejects.toThrow();
  await away.close();
});

test('gaps of the week reach supervisors and admins once a day, as long as there are any', async () => {
  tomorrow();
  const { supervisor, secondSupervisor, admin, practitioner } = home().staff;
  const toldOfGaps = () => [supervisor, secondSupervisor, admin].map(({ mobile }) => smsTo(mobile, aboutGaps).length);
  const before = toldOfGaps();
  const since = () => toldOfGaps().map((count, index) => count - (before[index] ?? 0));

  await theRotaIs('empty');
  expect((await aPreflight()).gaps).toBe(2);
  expect(since()).toEqual([1, 1, 1]);
  expect(smsTo(practitioner.mobile, aboutGaps)).toEqual([]);
  const byEmail = heed.sandbox.messages({ to: admin.email }).at(-1);
  expect(byEmail).toMatchObject({ subject: 'Gaps in the on-call rota' });

  await aPreflight();
  expect(since()).toEqual([1, 1, 1]);

  tomorrow();
  await aPreflight();
  expect(since()).toEqual([2, 2, 2]);

  tomorrow();
  await theRotaIs('kept');
  expect((await aPreflight()).gaps).toBe(0);
  expect(since()).toEqual([2, 2, 2]);
  expect(await transact(everyoneOnDuty)).toHaveLength(2);
});

test('a practitioner hears once a day of clients who could not be reached, and nobody is named', async () => {
  tomorrow();
  await theRotaIs('kept');
  const { practitioner, secondPractitioner } = home().staff;
  const incomplete = home().clients.filter(({ urgentCarePlan }) => !urgentCarePlan.complete);
  const theirs = (id: string) => incomplete.filter(({ practitionerId }) => practitionerId === id).length;
  const told = () => [practitioner, secondPractitioner].map(({ mobile }) => smsTo(mobile, aboutClients).length);
  const before = told();

  expect((await aPreflight()).unreachable).toBe(incomplete.length);
  await aPreflight();
  const since = told().map((count, index) => count - (before[index] ?? 0));
  expect(since).toEqual([practitioner, secondPractitioner].map(({ id }) => Math.min(theirs(id), 1)));
  expect(since).toContain(1);

  const texts = [practitioner, secondPractitioner].flatMap(({ mobile }) => smsTo(mobile, aboutClients));
  const names = home().clients.flatMap(({ name }) => name.split(' '));
  expect(names.filter((name) => texts.some((text) => text.includes(name)))).toEqual([]);
});

test('a client whom nobody treats is told to the supervisors', async () => {
  tomorrow();
  await theRotaIs('kept');
  const { supervisor } = home().staff;
  await transact(({ db }) =>
    db.client.updateMany({ where: { id: home().clients[0]?.id ?? '' }, data: { practitionerId: null } }),
  );
  await aPreflight();
  expect(smsTo(supervisor.mobile, aboutClients)).toEqual([
    'Riverside: one client without a practitioner could not be reached today if it were urgent. Please see the reachability list and put it right.',
  ]);
});

test('a vendor that says "not now" is asked again, and the others hear only once', async () => {
  tomorrow();
  await theRotaIs('empty');
  const { supervisor, admin } = home().staff;
  const told = () => [supervisor, admin].map(({ mobile }) => smsTo(mobile, aboutGaps).length);
  const before = told();
  heed.sandbox.setFaults([{ vendor: 'twilio', to: admin.mobile, times: 1, fault: '500' }]);
  await aPreflight();
  expect(told().map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1]);
});

test('a notice that fails for good changes no case, and its status is on record', async () => {
  tomorrow();
  await theRotaIs('empty');
  const { admin } = home().staff;
  heed.sandbox.setFaults([{ vendor: 'twilio', to: admin.mobile, times: 1, fault: '30005' }]);
  await aPreflight();
  const statuses = await transact(({ db }) =>
    db.dispatch.findMany({ where: { caseId: null, staffId: admin.id, channel: 'sms' }, orderBy: { seq: 'desc' } }),
  );
  expect(statuses[0]).toMatchObject({ status: 'failed-permanent', errorCode: '30005', purpose: 'service' });
});

test('the data protection officer hears, once a day, how many people were not told in time how their data are held', async () => {
  const { dpo } = home().staff;
  const aboutNotices = /not told in time how their data are held/;
  tomorrow();
  await theRotaIs('kept');
  expect((await aPreflight()).untold).toBe(0);
  expect(smsTo(dpo.mobile, aboutNotices)).toEqual([]);

  for (let day = 0; day < 32; day += 1) tomorrow();
  const { untold } = await aPreflight();
  await aPreflight();
  const inPlans = home().clients.flatMap(({ urgentCarePlan: { gp, contacts } }) => [gp, ...contacts]);
  expect(untold).toBe(inPlans.filter((person) => person !== null).length);
  expect(smsTo(dpo.mobile, aboutNotices)).toEqual([
    `Riverside: ${untold} people in plans were not told in time how their data are held. Please see the list of contact notices: have it given, or record why not.`,
  ]);
});
