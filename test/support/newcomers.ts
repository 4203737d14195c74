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
    return {
      signUpId,
      clientId,
      person,
      receivesSms: (text) => newest(person.mobile, 'sms', text),
      receivesEmail: (text) => newest(person.email, 'email', text),
      smsCount: () => heed.sandbox.messages({ to: person.mobile, channel: 'sms' }).length,
      link: async () => /https?:\S+/.exec(await newest(person.mobile, 'sms', /\/s\//))?.[0] ?? '',
      status,
      reaches: async (wanted) => {
        await until(`the sign-up is ${wanted}`, async () => (await status()) === wanted);
      },
    };
  }
}
