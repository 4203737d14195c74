import type { StaffKey } from '../../prisma/demo-data';
import type { DescribedClient, DescribedOrganisation } from '../../prisma/seed';
import type { CaseView, TimelineItem } from '../../records/urgent-care/read-case';
import type { CaseStatus, Immediacy, OutcomeKind, RecipientName, Tier } from '../../workflows/urgent-care/words';
import type { HeedWithoutWorker } from './heed';
import { until } from './until';

/** People of the domain, and what they do and receive. */
export interface People {
  staff(key: StaffKey): Staff;
  /** Each call is another client of the demo, so that no test meets another's case. */
  client(): ClientInWorld;
  call(
    token: Promise<string>,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply>;
  platformToken(): Promise<string>;
  tokenElsewhere(): Promise<string>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface Staff {
  readonly id: string;
  readonly token: Promise<string>;
  /** @param whyNotToInform proposes not to tell the client first */
  raisesConcern(about: ClientInWorld, immediacy: Immediacy, whyNotToInform?: string): Promise<CaseInWorld>;
  receivesSms(text: RegExp): Promise<void>;
  smsCount(): number;
}

export interface Person {
  receivesSms(text: RegExp): Promise<string>;
  receivesNothing(): Promise<void>;
  /** To whom wrote last, unless another number is named. */
  repliesBySms(text: string, to?: string): Promise<void>;
  smsCount(): number;
  /** Resolves to what was said so far. */
  receivesCall(text: RegExp): Promise<string>;
  /** On the newest call. Resolves to what is said to that; null: nothing more. */
  presses(key: string): Promise<string | null>;
}

export interface ClientInWorld extends Person {
  readonly described: DescribedClient;
  readonly contact1: Person;
  readonly contact2: Person;
  readonly gp: Pick<Person, 'receivesNothing' | 'receivesCall' | 'presses'> & {
    receivesEmail(text: RegExp): Promise<string>;
  };
  receivesEmail(text: RegExp): Promise<string>;
  /** The newest personal link that reached the client. */
  link(): Promise<string>;
  /** On the page behind that link. */
  answers(
    answers: Readonly<Partial<Record<RecipientName, Tier | 'refuse'>>>,
    options?: { callBack?: boolean },
  ): Promise<void>;
  /** Somebody who holds the client's phone tries to, and does not know what only the client knows. */
  failsTheGuard(): Promise<void>;
}

export interface CaseInWorld {
  readonly id: string;
  read(): Promise<CaseView>;
  reaches(status: CaseStatus): Promise<CaseView>;
  timeline(): Promise<readonly TimelineItem[]>;
  /** `handovers`, `tasks` and so on; fails if it is not taken. */
  act(by: Staff, what: string, body: object): Promise<Reply['body']>;
  decide(by: Staff, body: object): Promise<Reply>;
  proceed(by: Staff, ...recipients: RecipientName[]): Promise<void>;
  standDown(by: Staff, kind: OutcomeKind): Promise<Reply>;
  outcome(by: Staff, kind: OutcomeKind): Promise<Reply>;
  withdraw(recipients: readonly RecipientName[] | 'all'): Promise<Reply>;
}

/** @param settle resolves when everything that follows from what was done has happened */
export function peopleOf(heed: HeedWithoutWorker, settle: () => Promise<void>): People {
  const home = heed.demo.organisation;
  const elsewhere = heed.demo.otherOrganisation;
  let clientsTaken = 0;

  const call: People['call'] = async (token, method, path, body, headers = {}) => {
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
  const toSandbox = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${heed.sandbox.url}/sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The sandbox did not take it: ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
  const callsTo = (number: string) => heed.sandbox.messages({ to: number, channel: 'voice' });
  const onThePhoneAt = (number: string): Pick<Person, 'receivesCall' | 'presses'> => ({
    receivesCall: (text) =>
      until(`a call to ${number} that says ${text}`, () =>
        callsTo(number)
          .map((call) => call.text)
          .findLast((words) => text.test(words)),
      ),
    presses: async (digits) => {
      const answer = await toSandbox('keys', { messageId: callsTo(number).at(-1)?.id ?? '', digits });
      return answer['said'] as string | null;
    },
  });
  const nothingFor = async (to: string): Promise<void> => {
    await settle();
    const got = heed.sandbox.messages({ to });
    if (got.length > 0) throw new Error(`${to} got ${got.length} messages, the first: ${got[0]?.text}`);
  };

  const personAt = (mobile: string): Person => ({
    receivesSms: (text) => newestSms(mobile, text),
    receivesNothing: () => nothingFor(mobile),
    smsCount: () => heed.sandbox.messages({ to: mobile, channel: 'sms' }).length,
    repliesBySms: async (text, to) => {
      const [message] = heed.sandbox.messages({ to: mobile, channel: 'sms' }).slice(-1);
      await toSandbox('replies', { from: mobile, to: to ?? message?.from ?? '+447700900499', text });
    },
    ...onThePhoneAt(mobile),
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
      act: async (by, what, body) => {
        const reply = await call(by.token, 'POST', `${path}/${what}`, body);
        if (reply.status !== 201) throw new Error(`Not taken as ${what}: ${JSON.stringify(reply.body)}`);
        return reply.body;
      },
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
      raisesConcern: async ({ described }, immediacy, whyNotToInform) => {
        const reply = await call(token, 'POST', '/v1/urgent-care/cases', {
          clientId: described.id,
          concern: 'Said goodbye in an odd way at the end of the session.',
          immediacy,
          clientFirst:
            whyNotToInform === undefined ? { kind: 'inform' } : { kind: 'do-not-inform', reason: whyNotToInform },
          doneSoFar: 'Called twice.',
        });
        if (reply.status !== 202) throw new Error(`Not raised: ${JSON.stringify(reply.body)}`);
        return caseOf(String(reply.body['id']));
      },
      receivesSms: async (text) => {
        await newestSms(mobile, text);
      },
      smsCount: () => heed.sandbox.messages({ to: mobile, channel: 'sms' }).length,
    };
  };

  return {
    call,
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
        ...onThePhoneAt(gp?.phone ?? ''),
        receivesNothing: () => nothingFor(gp?.email ?? ''),
      },
      receivesEmail: (text) => newestEmail(described.email ?? '', text),
      link,
      failsTheGuard: async () => {
        const body = new URLSearchParams({ guardAnswer: 'no idea', action: 'withdraw', form: '0' });
        const { status } = await fetch(await link(), { method: 'POST', body });
        if (status !== 422) throw new Error(`A wrong answer was met with ${status}.`);
      },
      answers: async (answers, { callBack = false } = {}) => {
        const url = await link();
        const page = await (await fetch(url)).text();
        const form = /name="form" value="(\d+)"/.exec(page)?.[1] ?? '';
        const body = new URLSearchParams({
          form,
          guardAnswer: described.guardAnswer,
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
