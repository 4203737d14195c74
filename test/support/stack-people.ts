import { randomUUID } from 'node:crypto';
import type { Tokens } from '../../local/demo-people';
import type { InboxMessage } from '../../local/sandbox/message';
import type { DescribedClient } from '../../prisma/seed';
import type { CaseView } from '../../records/urgent-care/read-case';
import type { CaseStatus } from '../../workflows/urgent-care/words';
import type { PolicyBody } from './save-policy';
import type { StartedStack } from './started-stack';
import { until } from './until';

/** The people around a started stack. Who gets no answer, or "not now", asks again, as people and platforms do. */
export interface StackPeople {
  /** The practitioner's own clients with a complete plan, each with people and numbers of their own. */
  readonly clients: readonly DescribedClient[];
  /** Asks once. Rejects when nothing is answered. */
  ask(as: keyof Tokens | null, method: string, path: string, body?: unknown, headers?: Headers): Promise<Answer>;
  /** By the practitioner; asks once. */
  raise(clientId: string, key: string): Promise<Answer>;
  /** By the practitioner: `/decisions`, `/human-outcomes` and so on. Asks with one key until it is taken. */
  act(caseId: string, what: string, body: object): Promise<Answer>;
  /** Saves the organisation's policy. */
  save(policy: PolicyBody): Promise<void>;
  /** The form of a personal page, sent until it is taken. */
  submit(link: string, fields: Readonly<Record<string, string>>): Promise<Answer>;
  /** An SMS comes in. Asks once. */
  reply(from: string, to: string, text: string): Promise<Answer>;
  read(caseId: string): Promise<CaseView>;
  reaches(caseId: string, status: CaseStatus, withinMs?: number): Promise<void>;
  /** Everything that anybody was sent, or one address was. */
  inbox(to?: string): Promise<readonly InboxMessage[]>;
  /** Waits for an SMS with a link to a personal page of this case's message. */
  linkTo(mobile: string, page: 'c' | 'a', since: string): Promise<string>;
  /** One case as people live it, from concern to closed. Resolves to its id. */
  liveThrough(client: DescribedClient): Promise<string>;
}

type Headers = Readonly<Record<string, string>>;

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: globalThis.Headers;
  readonly tookMs: number;
}

/** Long enough for anything that is started again, and for a step that waits for its time-out. */
const patienceMs = 90_000;
const everyMs = 150;

export function peopleOf(stack: StartedStack): StackPeople {
  const { url, sandboxUrl, organisation } = stack.now();

  const ask: StackPeople['ask'] = (as, method, path, body, headers = {}) => {
    const token = as === null ? undefined : organisation.tokens?.[as];
    const type = body instanceof URLSearchParams ? 'application/x-www-form-urlencoded' : 'application/json';
    return answered(url + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': type }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: body instanceof URLSearchParams ? body : JSON.stringify(body) }),
    });
  };

  const raise: StackPeople['raise'] = (clientId, key) =>
    ask('practitioner', 'POST', '/v1/urgent-care/cases', { clientId, ...concern }, { 'idempotency-key': key });

  const act: StackPeople['act'] = (caseId, what, body) => {
    const key = { 'idempotency-key': randomUUID() };
    return untilTaken(what, () => ask('practitioner', 'POST', `/v1/urgent-care/cases/${caseId}/${what}`, body, key));
  };

  const read: StackPeople['read'] = async (caseId) => {
    const { body } = await untilTaken('reading the case', () =>
      ask('supervisor', 'GET', `/v1/urgent-care/cases/${caseId}`),
    );
    return body as unknown as CaseView;
  };

  const reaches: StackPeople['reaches'] = async (caseId, status, withinMs = patienceMs) => {
    let seen: CaseStatus | undefined;
    const look = async (): Promise<boolean> => {
      seen = (await read(caseId)).status;
      return seen === status;
    };
    await until(`case ${caseId} is ${status}`, look, withinMs, everyMs).catch((error: unknown) => {
      throw new Error(`Case ${caseId} is ${seen}, not ${status}.`, { cause: error });
    });
  };

  const inbox: StackPeople['inbox'] = async (to) => {
    const query = to === undefined ? '' : `?${new URLSearchParams({ to }).toString()}`;
    const { body } = await untilTaken('reading the inbox', () => answered(`${sandboxUrl}/sandbox/messages${query}`));
    return body['messages'] as readonly InboxMessage[];
  };

  const newestLink = async (mobile: string, page: 'c' | 'a', since: string): Promise<string | undefined> => {
    const links = (await inbox(mobile)).filter(({ at }) => at >= since).flatMap((message) => message.links);
    return links.findLast((link) => link.includes(`/${page}/`));
  };
  const linkTo: StackPeople['linkTo'] = (mobile, page, since) =>
    until(`a link for ${mobile}`, () => newestLink(mobile, page, since), patienceMs, everyMs);

  const submit: StackPeople['submit'] = async (link, fields) => {
    const path = new URL(link).pathname;
    const page = await untilTaken('opening the page', () => ask(null, 'GET', path));
    const form = /name="form" value="(\d+)"/.exec(String(page.body['text']))?.[1] ?? '';
    return untilTaken('sending the form', () => ask(null, 'POST', path, new URLSearchParams({ form, ...fields })));
  };

  return {
    clients: organisation.clients.filter(
      ({ practitionerId, urgentCarePlan }) =>
        urgentCarePlan.complete && practitionerId === organisation.staff.practitioner.id,
    ),
    ask,
    save: async (policy) => {
      await untilTaken('the policy', () => ask('supervisor', 'PUT', '/v1/urgent-care/policy', policy));
    },
    raise,
    act,
    submit,
    reply: (from, to, text) =>
      answered(`${sandboxUrl}/sandbox/replies`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ from, to, text }),
      }),
    read,
    reaches,
    inbox,
    linkTo,
    liveThrough: async (client) => {
      const since = new Date().toISOString();
      const key = randomUUID();
      const raised = await untilTaken('raising the concern', () => raise(client.id, key));
      const id = String(raised.body['id']);
      await hearClient(id, client, since);
      await reaches(id, 'deciding');
      await act(id, 'decisions', { kind: 'proceed', recipients: ['contact-1'], note: 'Within what was agreed.' });
      const contact = client.urgentCarePlan.contacts[0]?.mobile ?? '';
      await submit(await linkTo(contact, 'a', since), { answer: 'acting' });
      await reaches(id, 'aftercare');
      await act(id, 'human-outcomes', outcome);
      await answersUntilClosed(id);
      return id;
    },
  };

  /** On their page; by phone if no message reached them. */
  async function hearClient(id: string, client: DescribedClient, since: string): Promise<void> {
    const asked = await until(
      `the client of case ${id} is asked, or a person asks them`,
      async () =>
        (await newestLink(client.mobile ?? '', 'c', since)) ?? ((await read(id)).status === 'deciding' && byPhone),
      patienceMs,
      everyMs,
    );
    const agrees = { recipient: 'contact-1', answer: 'agree', tier: 'concern' };
    if (asked === byPhone) await act(id, 'client-answers', { answers: [agrees], via: 'phone' });
    else await submit(asked, { guardAnswer: client.guardAnswer, 'contact-1': 'concern', action: 'answer' });
  }

  /** The owner says again what came of it whenever they are asked: when the client could not be told, for one. */
  async function answersUntilClosed(id: string): Promise<void> {
    const isClosed = async (): Promise<boolean> => {
      const { status, checkpoints } = await read(id);
      const isAsked = (what: string): boolean => checkpoints.some(({ kind }) => kind === what);
      if (isAsked('human-outcome')) await act(id, 'human-outcomes', outcome);
      if (isAsked('ask-client'))
        await act(id, 'tasks', { kind: 'ask-client', answer: 'done', note: 'Asked by phone.' });
      return status === 'closed';
    };
    await until(`case ${id} is closed`, isClosed, patienceMs, everyMs);
  }
}

const outcome = { kind: 'someone-acting', note: 'Their sister stays the night.' } as const;
const byPhone = 'by phone';

export const concern = {
  concern: 'Said goodbye in an odd way at the end of the session, and does not answer the phone.',
  immediacy: 'significant',
  clientFirst: { kind: 'inform' },
  doneSoFar: 'Called twice.',
} as const;

/** One request with its answer, whatever its status; rejects when nothing is answered. */
export async function answered(url: string, options: RequestInit = {}): Promise<Answer> {
  const began = performance.now();
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(30_000), ...options });
  const text = await response.text();
  const tookMs = performance.now() - began;
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : { text }, tookMs };
}

/** Repeats a request until it is answered with something else than "not now"; fails on a refusal. */
export async function untilTaken(what: string, ask: () => Promise<Answer>): Promise<Answer> {
  let last: unknown;
  const look = async (): Promise<Answer | undefined> => {
    try {
      const answer = await ask();
      last = `${answer.status} ${JSON.stringify(answer.body)}`;
      return isNotNow(answer) ? undefined : answer;
    } catch (error) {
      last = error;
      return undefined;
    }
  };
  const answer = await until(what, look, patienceMs, everyMs).catch((error: unknown) => {
    throw new Error(`Not taken: ${what}. Last: ${String(last)}`, { cause: error });
  });
  if (answer.status < 400 || isTakenBefore(answer)) return answer;
  throw new Error(`Refused: ${what}: ${String(last)}`);
}

/** Away, or the same request is still under way. */
const isNotNow = ({ status, body }: Answer): boolean =>
  status === 503 || (status === 409 && body['type'] === 'urn:heed:problem:request-in-flight');

/** The form of a personal page was taken, and the answer to it lost. */
const isTakenBefore = ({ status, body }: Answer): boolean => status === 409 && /already/.test(String(body['text']));
