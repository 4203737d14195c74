import type { Instrument, SignUpStatus } from '../../workflows/sign-up/words';
import type { HeedWithoutWorker } from './heed';
import type { People, Person, Reply, Staff } from './people';
import { until } from './until';

/** People who sign up, and what they do and receive. */
export interface Newcomers {
  register(person: object, also?: object): Promise<Reply>;
  /** Each call is somebody else. @param also the rest of the registration */
  newcomer(firstName: string, also?: object): Promise<NewcomerInWorld>;
}

export interface NewcomerInWorld extends Pick<Person, 'receivesSms' | 'smsCount'> {
  readonly signUpId: string;
  readonly clientId: string;
  readonly person: { readonly email: string; readonly mobile: string; readonly lastName: string };
  receivesEmail(text: RegExp): Promise<string>;
  /** The newest personal link to the sign-up that reached them. */
  link(): Promise<string>;
  /** Opens the page behind that link and sends one of its forms. @param beside `/leave`, for one beside the page's own */
  submits(fields: Readonly<Record<string, string>>, beside?: string): Promise<void>;
  /** The form, on the page. */
  signs(): Promise<void>;
  /** The form, as the platform passes it on. */
  signsByApi(): Promise<void>;
  /** Everything that is asked. @param worried item 9 of the PHQ-9 is above zero */
  answersAllQuestions(worried?: 'worried'): Promise<void>;
  /** Somebody records something in the sign-up: `safety-judgements` and so on; fails if it is not taken. */
  act(by: Pick<Staff, 'token'>, what: string, body: object): Promise<Reply['body']>;
  /** With somebody who writes down their plan. */
  completesPlan(withStaff: Pick<Staff, 'token'>): Promise<void>;
  status(): Promise<SignUpStatus>;
  reaches(status: SignUpStatus): Promise<void>;
}

export function newcomersOf(
  heed: HeedWithoutWorker,
  { call, platformToken, now }: Pick<People, 'call' | 'platformToken'> & { readonly now: () => Date },
): Newcomers {
  let registered = 0;

  const register: Newcomers['register'] = (person, also = {}) =>
    call(platformToken(), 'POST', '/v1/sign-ups', { person, ...also });

  return {
    register,
    newcomer: async (firstName, also) => {
      registered += 1;
      const person = {
        email: `newcomer.${registered}@mail.example`,
        mobile: `+4477009003${String(registered).padStart(2, '0')}`,
        firstName,
        lastName: `Newcome${registered}`,
        birthDate: '1990-05-17',
        country: 'GB',
        language: 'en',
        homeAddress: '1 Station Road, Harrowby HR1 1AA',
      };
      const { status, body } = await register(person, also);
      if (status !== 202) throw new Error(`Not registered: ${JSON.stringify(body)}`);
      return inWorld(String(body['id']), String(body['clientId']), person);
    },
  };

  function inWorld(signUpId: string, clientId: string, person: NewcomerInWorld['person']): NewcomerInWorld {
    const newest = (to: string, channel: 'sms' | 'email', text: RegExp): Promise<string> =>
      until(`${channel} to ${to} that says ${text}`, () =>
        heed.sandbox
          .messages({ to, channel })
          .map((message) => message.text)
          .findLast((words) => text.test(words)),
      );
    const status = async (): Promise<SignUpStatus> =>
      (await call(platformToken(), 'GET', `/v1/sign-ups/${signUpId}`)).body['status'] as SignUpStatus;
    const link = async (): Promise<string> => /https?:\S+/.exec(await newest(person.mobile, 'sms', /\/s\//))?.[0] ?? '';
    const submits: NewcomerInWorld['submits'] = async (fields, beside = '') => {
      const url = await link();
      const page = await (await fetch(url)).text();
      const form = /name="form" value="(\d+)"/.exec(page)?.[1] ?? '';
      const response = await fetch(url + beside, { method: 'POST', body: new URLSearchParams({ form, ...fields }) });
      if (!response.ok) throw new Error(`The page did not take it: ${response.status} ${await response.text()}`);
    };
    const path = `/v1/sign-ups/${signUpId}`;
    const taken = async (token: Promise<string>, method: string, at: string, body: object): Promise<Reply['body']> => {
      const reply = await call(token, method, at, body);
      if (reply.status >= 300) throw new Error(`Not taken at ${at}: ${JSON.stringify(reply.body)}`);
      return reply.body;
    };
    return {
      signUpId,
      clientId,
      person,
      receivesSms: (text) => newest(person.mobile, 'sms', text),
      receivesEmail: (text) => newest(person.email, 'email', text),
      smsCount: () => heed.sandbox.messages({ to: person.mobile, channel: 'sms' }).length,
      link,
      submits,
      signs: () => submits({ version: '1', signedName: person.lastName, agree: 'yes' }),
      signsByApi: async () => {
        await taken(platformToken(), 'PUT', `/v1/clients/${clientId}/consent-form`, signedForm(now()));
      },
      answersAllQuestions: async (worried) => {
        const ninth = worried ? 1 : 0;
        const given = { 'GAD-7': Array(7).fill(1), 'CORE-10': [1, 3, 3, 1, 1, 0, 1, 1, 1, 1] };
        for (const [instrument, answers] of Object.entries({ ...given, 'PHQ-9': [...Array(8).fill(1), ninth] })) {
          await taken(platformToken(), 'POST', `${path}/assessment`, { instrument, version: '1', answers });
        }
      },
      act: ({ token }, what, body) => taken(token, 'POST', `${path}/${what}`, body),
      completesPlan: async ({ token }) => {
        await taken(token, 'PUT', `/v1/clients/${clientId}/urgent-care-plan`, planOf(person));
      },
      status,
      reaches: async (wanted) => {
        await until(`the sign-up is ${wanted}`, async () => (await status()) === wanted);
      },
    };
  }
}

/** The form as it is seeded, signed on the platform. */
export const signedForm = (at: Date) => ({
  version: 1,
  signedName: 'Robin',
  signedAt: at.toISOString(),
  document: null,
});

/** Answers that score nothing: two items of the CORE-10 are scored the other way round. */
export const cleanAnswers: Readonly<Record<Instrument, readonly number[]>> = {
  'PHQ-9': Array<number>(9).fill(0),
  'GAD-7': Array<number>(7).fill(0),
  'CORE-10': [0, 4, 4, 0, 0, 0, 0, 0, 0, 0],
};

/** A GP and two adults with numbers of their own. */
const planOf = ({ mobile }: NewcomerInWorld['person']) => ({
  gp: { name: 'Dr Ines Calloway', practice: 'Calloway Surgery', email: 'ines.calloway@surgery.example', phone: null },
  contacts: ['Kit Newcome', 'Noor Sharman'].map((name, index) => ({
    name,
    relationship: 'friend',
    mobile: `${index === 0 ? '+4477009002' : '+4477009001'}${mobile.slice(-2)}`,
    isAdult: true,
    couldBeDanger: 'no',
  })),
  permissions: {
    gp: { now: 'summary', emergency: 'concern' },
    'contact-1': { now: 'concern', emergency: 'concern' },
    'contact-2': { now: 'concern', emergency: null },
  },
});
