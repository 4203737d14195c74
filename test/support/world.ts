import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { NativeConnection } from '@temporalio/worker';
import type { SandboxOptions } from '../../local/sandbox/create-sandbox';
import type { StaffKey } from '../../prisma/demo-data';
import type { DescribedClient, DescribedOrganisation } from '../../prisma/seed';
import { pendingMessages } from '../../records/outbox';
import type { CaseView, TimelineItem } from '../../records/urgent-care/read-case';
import { durationMs } from '../../workflows/urgent-care/policy';
import type { CaseStatus, Immediacy, OutcomeKind, RecipientName, Tier } from '../../workflows/urgent-care/words';
import { type HeedUnderTest, startHeed, testDataConverter } from './heed';
import { timeSkippingServer } from './infrastructure';
import { quiet } from './quiet';
import { until } from './until';

/** The acceptance tests' language: people of the domain, and what they do and receive. design.md §6 */
export interface World {
  readonly heed: HeedUnderTest;
  /** How far the API's and the worker's clocks are ahead of everybody else's; a test sets them at any moment. */
  readonly clockErrors: { apiAheadMs: number; workerAheadMs: number };
  staff(key: StaffKey): Staff;
  /** Each call is another client of the demo, so that no test meets another's case. */
  client(): ClientInWorld;
  /** Lets the domain's time pass: everything due in it happens. */
  fastForward(duration: string): Promise<void>;
  /** As fastForward, for a story that cannot rest: something is held back from it. */
  letPass(duration: string): Promise<void>;
  settle(): Promise<void>;
  call(
    token: Promise<string>,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply>;
  platformToken(): Promise<string>;
  tokenElsewhere(): Promise<string>;
  stop(): Promise<void>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface WorldOptions {
  /** Another Temporal server than a time-skipping one of its own; ended with the world. Time passes there as it does. */
  readonly env?: TestWorkflowEnvironment;
  readonly sandbox?: Partial<SandboxOptions>;
}

export interface Staff {
  readonly id: string;
  readonly token: Promise<string>;
  raisesConcern(about: ClientInWorld, immediacy: Immediacy): Promise<CaseInWorld>;
  receivesSms(text: RegExp): Promise<void>;
}

export interface Person {
  receivesSms(text: RegExp): Promise<string>;
  receivesNothing(): Promise<void>;
  repliesBySms(text: string): Promise<void>;
  smsCount(): number;
}

export interface ClientInWorld extends Person {
  readonly described: DescribedClient;
  readonly contact1: Person;
  readonly contact2: Person;
  readonly gp: Pick<Person, 'receivesSms' | 'receivesNothing'> & { receivesEmail(text: RegExp): Promise<string> };
  receivesEmail(text: RegExp): Promise<string>;
  /** The newest personal link that reached the client. */
  link(): Promise<string>;
  /** On the page behind that link. */
  answers(
    answers: Readonly<Partial<Record<RecipientName, Tier | 'refuse'>>>,
    options?: { callBack?: boolean },
  ): Promise<void>;
}

export interface CaseInWorld {
  readonly id: string;
  read(): Promise<CaseView>;
  reaches(status: CaseStatus): Promise<CaseView>;
  timeline(): Promise<readonly TimelineItem[]>;
  decide(by: Staff, body: object): Promise<Reply>;
  proceed(by: Staff, ...recipients: RecipientName[]): Promise<void>;
  standDown(by: Staff, kind: OutcomeKind): Promise<Reply>;
  outcome(by: Staff, kind: OutcomeKind): Promise<Reply>;
  withdraw(recipients: readonly RecipientName[] | 'all'): Promise<Reply>;
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  quiet();
  const env = options.env ?? (await timeSkipping());
  // Skipped time runs ahead of the wall clock by a lead that only fastForward changes.
  const time = { leadMs: 0 };
  const clockErrors = { apiAheadMs: 0, workerAheadMs: 0 };
  const ahead = (ms: number): Date => new Date(Date.now() + time.leadMs + ms);
  const heed = await startHeed(
    { client: env.client, nativeConnection: env.nativeConnection as NativeConnection },
    {
      api: () => ahead(clockErrors.apiAheadMs),
      worker: () => ahead(clockErrors.workerAheadMs),
      outside: () => ahead(0),
    },
    options.sandbox,
  );
  return worldOf(heed, env, time, clockErrors);
}

/** The SDK waits five seconds for the server to start, which on a busy machine is not always enough. */
async function timeSkipping(triesLeft = 3): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: timeSkippingServer() } },
      client: { dataConverter: testDataConverter },
    });
  } catch (error) {
    if (triesLeft === 1) throw error;
    return timeSkipping(triesLeft - 1);
  }
}

function worldOf(
  heed: HeedUnderTest,
  env: TestWorkflowEnvironment,
  time: { leadMs: number },
  clockErrors: World['clockErrors'],
): World {
  const home = heed.demo.organisation;
  const elsewhere = heed.demo.otherOrganisation;
  let clientsTaken = 0;

  const call: World['call'] = async (token, method, path, body, headers = {}) => {
    const response = await fetch(heed.url + path, {
      method,
      headers: {
        authorization: `Bearer ${await token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
  };

  const settle = async (): Promise<void> => {
    let quietLooks = 0;
    await until('the story rests', async () => {
      await heed.sandbox.settle();
      const rests = heed.activitiesUnderWay() === 0 && (await pendingMessages(heed.records)) === 0;
      // A workflow task between two activities shows nowhere: look several times.
      quietLooks = rests ? quietLooks + 1 : 0;
      return quietLooks >= 4;
    });
  };

  const skip = async (ms: number): Promise<void> => {
    await env.sleep(ms);
    time.leadMs = (await env.currentTimeMs()) - Date.now();
  };

  const staffToken = (organisation: DescribedOrganisation, key: StaffKey): Promise<string> =>
    heed.tokenOf(organisation.staff[key].id, organisation.id, organisation.staff[key].roles);

  const newestSms = (to: string, text: RegExp): Promise<string> =>
    until(`an SMS to ${to} that says ${text}`, () =>
      heed.sandbox
        .messages({ to, channel: 'sms' })
        .map((message) => message.text)
        .findLast((words) => text.test(words)),
    );
  const newestEmail = (to: string, text: RegExp): Promise<string> =>
    until(`an email to ${to} that says ${text}`, () =>
      heed.sandbox
        .messages({ to, channel: 'email' })
        .map((message) => message.text)
        .findLast((words) => text.test(words)),
    );
  const nothingFor = async (to: string): Promise<void> => {
    await settle();
    const got = heed.sandbox.messages({ to });
    if (got.length > 0) throw new Error(`${to} got ${got.length} messages, the first: ${got[0]?.text}`);
  };

  const personAt = (mobile: string): Person => ({
    receivesSms: (text) => newestSms(mobile, text),
    receivesNothing: () => nothingFor(mobile),
    smsCount: () => heed.sandbox.messages({ to: mobile, channel: 'sms' }).length,
    repliesBySms: async (text) => {
      const [message] = heed.sandbox.messages({ to: mobile, channel: 'sms' }).slice(-1);
      const to = message?.from ?? '+447700900499';
      const response = await fetch(`${heed.sandbox.url}/sandbox/replies`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ from: mobile, to, text }),
      });
      if (!response.ok) throw new Error(`The sandbox did not take the reply: ${response.status}`);
    },
  });

  const caseOf = (id: string): CaseInWorld => {
    const supervisor = staffToken(home, 'supervisor');
    const path = `/v1/urgent-care/cases/${id}`;
    const view = async (): Promise<CaseView> => (await call(supervisor, 'GET', path)).body as unknown as CaseView;
    const decide: CaseInWorld['decide'] = (by, body) => call(by.token, 'POST', `${path}/decisions`, body);
    return {
      id,
      read: view,
      reaches: (status) =>
        until(`case ${id} is ${status}`, async () => {
          const seen = await view();
          return seen.status === status && seen;
        }),
      timeline: async () =>
        (await call(supervisor, 'GET', `${path}/timeline?limit=100`)).body['items'] as readonly TimelineItem[],
      decide,
      proceed: async (by, ...recipients) => {
        const reply = await decide(by, { kind: 'proceed', recipients, note: 'As agreed.' });
        if (reply.status !== 201) throw new Error(`Not decided: ${JSON.stringify(reply.body)}`);
      },
      standDown: (by, kind) =>
        call(by.token, 'POST', `${path}/stand-down`, { outcome: { kind, note: 'Safe at home.' } }),
      outcome: (by, kind) => call(by.token, 'POST', `${path}/human-outcomes`, { kind, note: 'Spoke with them.' }),
      withdraw: (recipients) =>
        call(staffToken(home, 'practitioner'), 'POST', `${path}/withdrawals`, { recipients, via: 'phone' }),
    };
  };

  const staff = (key: StaffKey): Staff => {
    const { id, mobile } = home.staff[key];
    const token = staffToken(home, key);
    return {
      id,
      token,
      raisesConcern: async ({ described }, immediacy) => {
        const reply = await call(token, 'POST', '/v1/urgent-care/cases', {
          clientId: described.id,
          concern: 'Said goodbye in an odd way at the end of the session.',
          immediacy,
          clientFirst: { kind: 'inform' },
          doneSoFar: 'Called twice.',
        });
        if (reply.status !== 202) throw new Error(`Not raised: ${JSON.stringify(reply.body)}`);
        return caseOf(String(reply.body['id']));
      },
      receivesSms: async (text) => {
        await newestSms(mobile, text);
      },
    };
  };

  return {
    heed,
    clockErrors,
    call,
    settle,
    staff,
    platformToken: () => heed.tokenOf('platform-client', home.id, ['platform']),
    tokenElsewhere: () => staffToken(elsewhere, 'supervisor'),
    client: () => {
      const own = home.clients.filter(
        ({ practitionerId, urgentCarePlan }) =>
          urgentCarePlan.complete && practitionerId === home.staff.practitioner.id,
      );
      const described = own[clientsTaken];
      clientsTaken += 1;
      if (!described) throw new Error('The demo has no client left: use another file.');
      return clientInWorld(described);
    },
    fastForward: async (duration) => {
      const slices = 20;
      const sliceMs = Math.ceil(durationMs(duration) / slices);
      for (let slice = 0; slice < slices; slice += 1) {
        await settle();
        await skip(sliceMs);
      }
      await settle();
    },
    letPass: (duration) => skip(durationMs(duration)),
    stop: async () => {
      await heed.stop();
      await env.teardown();
    },
  };

  function clientInWorld(described: DescribedClient): ClientInWorld {
    const mobile = described.mobile ?? '';
    const { contacts, gp } = described.urgentCarePlan;
    const link = async (): Promise<string> => {
      const text = await newestSms(mobile, /\/c\//);
      return /https?:\S+/.exec(text)?.[0] ?? '';
    };
    return {
      ...personAt(mobile),
      described,
      contact1: personAt(contacts[0]?.mobile ?? ''),
      contact2: personAt(contacts[1]?.mobile ?? ''),
      gp: {
        receivesEmail: (text) => newestEmail(gp?.email ?? '', text),
        receivesSms: (text) => newestSms(gp?.phone ?? '', text),
        receivesNothing: () => nothingFor(gp?.email ?? ''),
      },
      receivesEmail: (text) => newestEmail(described.email ?? '', text),
      link,
      answers: async (answers, { callBack = false } = {}) => {
        const url = await link();
        const page = await (await fetch(url)).text();
        const form = /name="form" value="(\d+)"/.exec(page)?.[1] ?? '';
        const body = new URLSearchParams({
          form,
          action: 'answer',
          ...answers,
          ...(callBack ? { callBack: 'yes' } : {}),
        });
        const response = await fetch(url, { method: 'POST', body });
        if (!response.ok)
          throw new Error(`The page did not take the answer: ${response.status} ${await response.text()}`);
      },
    };
  }
}
