import type { SignUpStatus } from '../../workflows/sign-up/words';
import type { HeedWithoutWorker } from './heed';
import type { People, Person, Reply } from './people';
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
  status(): Promise<SignUpStatus>;
  reaches(status: SignUpStatus): Promise<void>;
}

export function newcomersOf(
  heed: HeedWithoutWorker,
  { call, platformToken }: Pick<People, 'call' | 'platformToken'>,
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
      status,
      reaches: async (wanted) => {
        await until(`the sign-up is ${wanted}`, async () => (await status()) === wanted);
      },
    };
  }
}
