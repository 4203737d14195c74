import type { Client } from '@temporalio/client';
import { englishRetentionNotice, englishStaffNotice } from '../../activities/messaging/letters/english';
import { createRetentionActivities } from '../../activities/retention/activities';
import { createReconciliationActivities } from '../../activities/retention/reconciliation';
import { createTemporalProcesses } from '../../activities/retention/temporal-processes';
import { createStaffNoticeActivities } from '../../activities/staff-notices/activities';
import { createDailySchedules } from '../../api/schedules/daily';
import { dailyProcesses } from '../../api/schedules/schedules';
import type { Caller } from '../../records/caller';
import { takeOnce } from '../../records/inbound-messages';
import { registerInterest } from '../../records/interests/interests';
import { leaveSignUp } from '../../records/sign-up/leave';
import { register } from '../../records/sign-up/register';
import { heedItself, type Work } from '../../records/work';
import { retentionQueue, retentionWorkflow, retentionWorkflowId } from '../../workflows/retention/contract';
import {
  type ReconciliationFindings,
  reconciliationQueue,
  reconciliationScheduleId,
  reconciliationWorkflow,
} from '../../workflows/retention-reconciliation/contract';
import { type HeedWithoutWorker, postOf } from '../support/heed';
import { heedWithSchedules } from '../support/heed-with-schedules';
import { enrols, wasEnrolled } from '../support/retention-on-record';
import { newcomer } from '../support/sign-up-on-record';
import { until } from '../support/until';

/** The daily reconciliation of deadlines and their processes, on a server that can list and has Schedules. docs/adr/0022 */

let client: Client;
let heed: HeedWithoutWorker;
let now = new Date();
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ heed, client, stop } = await heedWithSchedules({
    namespace: `reconciliation-${process.pid}`,
    clock: () => now,
    queues: [retentionQueue, 'urgent'],
    activities: (itsHeed, itsClient) => {
      const deps = { records: itsHeed.records, post: postOf(itsHeed), clock: () => now };
      const tools = { letter: englishRetentionNotice, publicUrl: itsHeed.url };
      return {
        ...createRetentionActivities({ ...deps, tools }),
        ...createReconciliationActivities({ ...deps, tools, processes: createTemporalProcesses(itsClient) }),
        ...createStaffNoticeActivities({ ...deps, letter: englishStaffNotice }),
      };
    },
  }));
}, 60_000);
afterAll(() => stop?.());

const home = () => heed.demo.organisation;
const transact = <T>(work: (work: Work) => Promise<T>): Promise<T> =>
  heed.records.withOrganisation(home().id, now, work);
const dayMs = 24 * 60 * 60_000;
const daysAgo = (days: number): Date => new Date(now.getTime() - days * dayMs);

let taken = 0;
/** Each is another client of the demo's. */
function someone(): { readonly clientId: string; readonly practitionerId: string } {
  const { id: clientId, practitionerId } = home().clients[taken]!;
  taken += 1;
  return { clientId, practitionerId: practitionerId ?? home().staff.practitioner.id };
}

let runs = 0;
async function reconciles(): Promise<ReconciliationFindings> {
  runs += 1;
  return client.workflow.execute(reconciliationWorkflow, {
    workflowId: `by-hand-${runs}`,
    taskQueue: reconciliationQueue,
    args: [{ organisationId: home().id }],
  });
}
const isRunning = (enrolmentId: string, version = 1): Promise<boolean> =>
  createTemporalProcesses(client).isRunning(retentionWorkflowId(enrolmentId, version));
const listed = (): Promise<number> =>
  until('the list shows what runs', async () => {
    let count = 0;
    for await (const _workflowId of createTemporalProcesses(client).running(home().id)) count += 1;
    return count > 0 ? count : undefined;
  });
const standingsOf = async (enrolmentId: string): Promise<readonly string[]> =>
  transact(async ({ db }) => {
    const rows = await db.retention.findMany({ where: { enrolmentId }, orderBy: { version: 'asc' } });
    return rows.map(({ standing }) => standing);
  });
const nothing = { deadlines: 0, processes: 0, orphans: 0, interests: 0, told: 0, neverEnrolled: 0, messages: 0 };

test('the Schedule of every organisation is there, in the night by its own clock', async () => {
  await createDailySchedules({ records: heed.records, client, clock: () => now }, dailyProcesses)();
  for (const { id } of [home(), heed.demo.otherOrganisation]) {
    const { spec, action } = await client.schedule.getHandle(reconciliationScheduleId(id)).describe();
    expect(spec).toMatchObject({ timezone: 'Europe/London', calendars: [{ hour: [{ start: 4, end: 4, step: 1 }] }] });
    expect(action).toMatchObject({ workflowType: reconciliationWorkflow, taskQueue: reconciliationQueue });
  }
});

test('where nothing has drifted it puts nothing right, and tells nobody', async () => {
  const enrolmentId = await transact((work) => wasEnrolled(work, someone(), daysAgo(100)));
  await until('its process waits', () => isRunning(enrolmentId));
  expect(await reconciles()).toEqual(nothing);
  expect(heed.sandbox.messages({ to: home().staff.dpo.mobile })).toEqual([]);
});

test('an end without its deadline, and a deadline of somebody who is with us, are put right; the DPO hears of it once a day', async () => {
  const [ended, back] = [someone(), someone()];
  const missing = await transact((work) => wasEnrolled(work, ended, daysAgo(100)));
  const needless = await transact((work) => wasEnrolled(work, back, daysAgo(100)));
  await until('both processes wait', async () => (await isRunning(missing)) && isRunning(needless));
  await transact(async ({ db }) => {
    const drifted = { standing: 'cancelled', settledAt: now };
    await db.retention.updateMany({ where: { enrolmentId: missing }, data: drifted });
  });
  await transact((work) => enrols(work, back));
  await transact(({ db }) =>
    db.retention.updateMany({ where: { enrolmentId: needless }, data: { standing: 'armed', settledAt: null } }),
  );

  expect(await reconciles()).toMatchObject({ deadlines: 2 });
  expect(await standingsOf(missing)).toEqual(['cancelled', 'armed']);
  expect(await standingsOf(needless)).toEqual(['cancelled']);
  await until('the new process waits', () => isRunning(missing, 2));
  const { mobile } = home().staff.dpo;
  await until('the DPO was told', () => heed.sandbox.messages({ to: mobile }).length > 0);
  expect(heed.sandbox.messages({ to: mobile }).map(({ text }) => text)).toEqual([
    expect.stringMatching(/deadlines of data had drifted and were put right/),
  ]);
  const audited = await transact(({ db }) => db.auditEntry.count({ where: { action: 'retention.reconciled' } }));
  expect(audited).toBe(runs);
});

test('a deadline that lost its process gets another, and the client is told as they should have been', async () => {
  const of = someone();
  const enrolmentId = await transact((work) => wasEnrolled(work, of, daysAgo(334)));
  await until('its process waits', () => isRunning(enrolmentId));
  await client.workflow.getHandle(retentionWorkflowId(enrolmentId, 1)).terminate('lost');
  now = new Date(now.getTime() + 10 * 60_000);
  expect(await reconciles()).toMatchObject({ processes: 1, deadlines: 0 });
  await until('another one waits', () => isRunning(enrolmentId));
  expect(await reconciles()).toMatchObject({ processes: 0 });
});

test('a process without a deadline is ended, and another organisation’s is left alone', async () => {
  await listed();
  const orphan = { enrolmentId: '0190a1b2-c3d4-7e5f-8a6b-000000000001', version: 1 };
  const startDelay = '30 days';
  const orphaned = (organisationId: string, version: number) =>
    client.workflow.start(retentionWorkflow, {
      workflowId: retentionWorkflowId(orphan.enrolmentId, version),
      taskQueue: retentionQueue,
      args: [{ ...orphan, version, organisationId }],
      memo: { organisationId },
      startDelay,
    });
  await orphaned(home().id, 1);
  await orphaned(heed.demo.otherOrganisation.id, 2);
  const before = await listed();
  await until('the list shows it', async () => (await listed()) >= before);
  await until('the orphan was ended', async () => (await reconciles()).orphans > 0);
  expect(await isRunning(orphan.enrolmentId, 1)).toBe(false);
  expect(await isRunning(orphan.enrolmentId, 2)).toBe(true);
});

test('a schedule that is saved moves every deadline by itself', async () => {
  const of = someone();
  const enrolmentId = await transact((work) => wasEnrolled(work, of, daysAgo(10)));
  await until('its process waits', () => isRunning(enrolmentId));
  const { dpo } = home().staff;
  const saved = await fetch(`${heed.url}/v1/retention/schedule`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${await heed.tokenOf(dpo.id, home().id, dpo.roles)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ categories: { notes: { keepFor: 'P6M' } } }),
  });
  expect(saved.status).toBe(200);
  await until('the deadline has moved', async () => (await standingsOf(enrolmentId)).join() === 'superseded,armed');
  await until('the process of the one before is gone', async () => !(await isRunning(enrolmentId, 1)));
  await until('the new one waits', () => isRunning(enrolmentId, 2));
});

test('an address that nobody heard of for twelve months is forgotten with its key; a younger one stays', async () => {
  const at = (when: Date, email: string): Promise<void> =>
    heed.records.withOrganisation(home().id, when, (work) => registerInterest(work, heedItself, email));
  await at(daysAgo(367), 'long.ago@mail.example');
  await at(daysAgo(300), 'lately@mail.example');
  const rows = () => transact(({ db }) => db.interest.findMany({ orderBy: { lastContactAt: 'asc' } }));
  const [old] = await rows();
  expect(await reconciles()).toMatchObject({ interests: 1 });
  const left = await rows();
  expect(left.map(({ endedAt }) => endedAt)).toEqual([null]);
  await expect(transact((work) => work.open(old!.id, old!.sealed!))).rejects.toMatchObject({ problem: 'erased' });
  await expect(transact((work) => work.open(left[0]!.id, left[0]!.sealed!))).resolves.toEqual({
    email: 'lately@mail.example',
  });
  expect(await reconciles()).toMatchObject({ interests: 0 });
});

const at = <T>(when: Date, work: (work: Work) => Promise<T>): Promise<T> =>
  heed.records.withOrganisation(home().id, when, work);
/** Somebody signs up, and goes no further. Resolves to the client's id. */
async function leaves(number: number, when: Date): Promise<string> {
  const admin: Caller = { credential: home().staff.admin.id, organisationId: home().id, roles: ['admin'] };
  const { id, clientId } = await at(when, (work) => register(work, admin, newcomer(number)));
  await at(when, (work) => leaveSignUp(work, heedItself, id));
  return clientId;
}
const smsTo = (number: number): readonly string[] =>
  heed.sandbox.messages({ to: newcomer(number).person.mobile, channel: 'sms' }).map(({ text }) => text);

test('a client who never enrolled is told, has a week at least and is erased; what nobody’s client wrote goes; the report counts them', async () => {
  const longAgo = await leaves(1, daysAgo(400));
  await leaves(2, daysAgo(300));
  const words = { from: '+447700900399', text: 'Who are you?' };
  await at(daysAgo(400), (work) =>
    takeOnce(work, { channel: 'sms', vendorId: 'long-ago', words }, async () => ({ taken: 'automatic', caseId: null })),
  );

  expect(await reconciles()).toMatchObject({ interests: 1, told: 1, neverEnrolled: 0, messages: 1 });
  expect(smsTo(1)).toEqual([expect.stringMatching(/will be deleted on .*To get a copy first: http/)]);
  expect(await reconciles()).toMatchObject({ told: 0, neverEnrolled: 0 });
  now = new Date(now.getTime() + 7 * dayMs);
  expect(await reconciles()).toMatchObject({ told: 0, neverEnrolled: 1 });
  const erasures = await transact(({ db }) => db.erasure.findMany());
  expect(erasures.map(({ clientId, basis }) => ({ clientId, basis }))).toEqual([
    { clientId: longAgo, basis: 'retention' },
  ]);
  expect(await reconciles()).toMatchObject({ interests: 0, told: 0, neverEnrolled: 0, messages: 0 });
});

test('to whom no vendor takes a message is told the next day, once, and keeps nobody else waiting', async () => {
  await leaves(3, daysAgo(350));
  await leaves(4, daysAgo(350));
  await fetch(`${heed.sandbox.url}/sandbox/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ vendor: 'twilio', fault: '500', to: newcomer(3).person.mobile, times: 1 }]),
  });
  expect(await reconciles()).toMatchObject({ told: 1 });
  expect([smsTo(3).length, smsTo(4).length]).toEqual([0, 1]);
  now = new Date(now.getTime() + dayMs);
  expect(await reconciles()).toMatchObject({ told: 1 });
  expect([smsTo(3).length, smsTo(4).length]).toEqual([1, 1]);
});
