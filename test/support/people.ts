import { type Answer, answerOf, type Body, type HeedClient, type Problem } from '../../client/heed-client';
import type { StaffKey } from '../../prisma/demo-data';
import type { DescribedClient, DescribedOrganisation } from '../../prisma/seed';
import type { CaseStatus, Immediacy, OutcomeKind, RecipientName, Tier } from '../../workflows/urgent-care/words';
import { type CaseAct, caseActs, type OfCase, type ToCase } from './acts';
import type { HeedWithoutWorker } from './heed';
import { heedAs } from './heed-as';
import { until } from './until';

/** People of the domain, and what they do and receive. */
export interface People {
  staff(key: StaffKey): Staff;
  /** Each call is another client of the demo, so that no test meets another's case. */
  client(): ClientInWorld;
  /** One that was raised otherwise than by `raisesConcern`. */
  case(id: string): CaseInWorld;
  /** Heed, as the organisation's platform calls it. */
  readonly platform: HeedClient;
  /** What the typed client would not send: another header, a path beside the contract, a body as it is. */
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

export interface Reply<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** To what somebody does in a case: taken, or refused. */
type Told<T> = Promise<Reply<T | Problem>>;

export interface Staff {
  readonly id: string;
  readonly token: Promise<string>;
  /** Heed, as they call it. */
  readonly heed: HeedClient;
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
  read(): Promise<Case>;
  reaches(status: CaseStatus): Promise<Case>;
  timeline(): Promise<Answer<'readTimeline'>['items']>;
  /** `handovers`, `tasks` and so on; fails if it is not taken. */
  act<What extends CaseAct>(by: Pick<Staff, 'heed'>, what: What, body: ToCase<What>): Promise<OfCase<What>>;
  decide(by: Staff, body: Body<'recordDecision'>): Told<Answer<'recordDecision'>>;
  proceed(by: Staff, ...recipients: RecipientName[]): Promise<void>;
  standDown(by: Staff, kind: OutcomeKind): Told<Answer<'standDown'>>;
  outcome(by: Staff, kind: OutcomeKind): Told<Answer<'recordHumanOutcome'>>;
  withdraw(recipients: RecipientName[] | 'all'): Told<Answer<'recordWithdrawal'>>;
}

type Case = Answer<'readCase'>;

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
    const supervisor = heedAs(heed.url, staffToken(home, 'supervisor'));
    const params = { path: { caseId: id } };
    const read = async (): Promise<Case> =>
      answerOf(await supervisor.GET('/v1/urgent-care/cases/{caseId}', { params }));
    const theCase: CaseInWorld = {
      id,
      read,
      reaches: (status) =>
        until(`case ${id} is ${status}`, async () => {
          const seen = await read();
          return seen.status === status && seen;
        }),
      timeline: async () => {
        const whole = { ...params, query: { limit: 100 } };
        return answerOf(await supervisor.GET('/v1/urgent-care/cases/{caseId}/timeline', { params: whole })).items;
      },
      act: (by, what, body) => caseActs[what](by.heed, id, body),
      decide: async (by, body) =>
        replyOf(await by.heed.POST('/v1/urgent-care/cases/{caseId}/decisions', { params, body })),
      proceed: async (by, ...recipients) => {
        await theCase.act(by, 'decisions', { kind: 'proceed', recipients, note: 'As agreed.' });
      },
      standDown: async (by, kind) => {
        const body = { outcome: { kind, note: 'Safe at home.' } };
        return replyOf(await by.heed.POST('/v1/urgent-care/cases/{caseId}/stand-down', { params, body }));
      },
      outcome: async (by, kind) => {
        const body = { kind, note: 'Spoke with them.' };
        return replyOf(await by.heed.POST('/v1/urgent-care/cases/{caseId}/human-outcomes', { params, body }));
      },
      withdraw: async (recipients) => {
        const practitioner = heedAs(heed.url, staffToken(home, 'practitioner'));
        const body = { recipients, via: 'phone' as const };
        return replyOf(await practitioner.POST('/v1/urgent-care/cases/{caseId}/withdrawals', { params, body }));
      },
    };
    return theCase;
  };

  const staff = (key: StaffKey): Staff => {
    const { id, mobile } = home.staff[key];
    const token = staffToken(home, key);
    const asThem = heedAs(heed.url, token);
    return {
      id,
      token,
      heed: asThem,
      raisesConcern: async ({ described }, immediacy, whyNotToInform) => {
        const body: Body<'raiseConcern'> = {
          clientId: described.id,
          concern: 'Said goodbye in an odd way at the end of the session.',
          immediacy,
          clientFirst:
            whyNotToInform === undefined ? { kind: 'inform' } : { kind: 'do-not-inform', reason: whyNotToInform },
          doneSoFar: 'Called twice.',
        };
        return caseOf(answerOf(await asThem.POST('/v1/urgent-care/cases', { body })).id);
      },
      receivesSms: async (text) => {
        await newestSms(mobile, text);
      },
      smsCount: () => heed.sandbox.messages({ to: mobile, channel: 'sms' }).length,
    };
  };

  const platformToken = (): Promise<string> => heed.tokenOf('platform-client', home.id, ['platform']);

  return {
    call,
    staff,
    case: caseOf,
    platform: heedAs(heed.url, platformToken()),
    platformToken,
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

const replyOf = <T>({ data, error, response }: Answered<T>): Reply<T | Problem> => ({
  status: response.status,
  headers: response.headers,
  body: response.ok ? (data as T) : (error as Problem),
});

interface Answered<T> {
  readonly data?: T;
  readonly error?: Problem;
  readonly response: Response;
}
