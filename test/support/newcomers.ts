import { type Answer, answerOf, type Body } from '../../client/heed-client';
import type { Instrument, SignUpStatus } from '../../workflows/sign-up/words';
import { type OfSignUp, type SignUpAct, signUpActs, type ToSignUp } from './acts';
import type { HeedWithoutWorker } from './heed';
import type { People, Person, Staff } from './people';
import { until } from './until';

/** People who sign up, and what they do and receive. */
export interface Newcomers {
  /** Each call is somebody else. @param also the rest of the registration */
  newcomer(firstName: string, also?: Omit<Body<'startSignUp'>, 'person'>): Promise<NewcomerInWorld>;
}

export interface NewcomerInWorld extends Pick<Person, 'receivesSms' | 'smsCount'> {
  readonly signUpId: string;
  readonly clientId: string;
  readonly person: Body<'startSignUp'>['person'];
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
  act<What extends SignUpAct>(by: Pick<Staff, 'heed'>, what: What, body: ToSignUp<What>): Promise<OfSignUp<What>>;
  /** With somebody who writes down their plan. */
  completesPlan(withStaff: Pick<Staff, 'heed'>): Promise<void>;
  /** The sign-up, as the platform reads it. */
  read(): Promise<Answer<'readSignUp'>>;
  status(): Promise<SignUpStatus>;
  reaches(status: SignUpStatus): Promise<void>;
}

export function newcomersOf(
  heed: HeedWithoutWorker,
  { platform, now }: Pick<People, 'platform'> & { readonly now: () => Date },
): Newcomers {
  let registered = 0;

  return {
    newcomer: async (firstName, also = {}) => {
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
      const { id, clientId } = answerOf(await platform.POST('/v1/sign-ups', { body: { ...also, person } }));
      return inWorld(id, clientId, person);
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
    const atSignUp = { path: { signUpId } };
    const atClient = { path: { clientId } };
    const read = async () => answerOf(await platform.GET('/v1/sign-ups/{signUpId}', { params: atSignUp }));
    const status = async (): Promise<SignUpStatus> => (await read()).status;
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
      signsByApi: async () => {
        const signed = { params: atClient, body: signedForm(now()) };
        answerOf(await platform.PUT('/v1/clients/{clientId}/consent-form', signed));
      },
      answersAllQuestions: async (worried) => {
        const ninth = worried ? 1 : 0;
        const given: Readonly<Record<Instrument, number[]>> = {
          'GAD-7': Array(7).fill(1),
          'CORE-10': [1, 3, 3, 1, 1, 0, 1, 1, 1, 1],
          'PHQ-9': [...Array(8).fill(1), ninth],
        };
        for (const instrument of ['GAD-7', 'CORE-10', 'PHQ-9'] as const) {
          const body = { instrument, version: '1' as const, answers: given[instrument] };
          answerOf(await platform.POST('/v1/sign-ups/{signUpId}/assessment', { params: atSignUp, body }));
        }
      },
      act: ({ heed: asThem }, what, body) => signUpActs[what](asThem, signUpId, body),
      completesPlan: async ({ heed: asThem }) => {
        const plan = { params: atClient, body: planOf(person) };
        answerOf(await asThem.PUT('/v1/clients/{clientId}/urgent-care-plan', plan));
      },
      read,
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
const planOf = ({ mobile }: NewcomerInWorld['person']): Body<'saveUrgentCarePlan'> => ({
  gp: { name: 'Dr Ines Calloway', practice: 'Calloway Surgery', email: 'ines.calloway@surgery.example', phone: null },
  contacts: [
    friend('Kit Newcome', `+4477009002${mobile.slice(-2)}`),
    friend('Noor Sharman', `+4477009001${mobile.slice(-2)}`),
  ],
  permissions: {
    gp: { now: 'summary', emergency: 'concern' },
    'contact-1': { now: 'concern', emergency: 'concern' },
    'contact-2': { now: 'concern', emergency: null },
  },
});

const friend = (name: string, mobile: string) => ({
  name,
  relationship: 'friend',
  mobile,
  isAdult: true,
  couldBeDanger: 'no' as const,
});
