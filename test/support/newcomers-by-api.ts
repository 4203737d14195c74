import type { ApiUnderTest } from './api';

export interface RegisteredByApi {
  readonly id: string;
  readonly clientId: string;
  readonly person: ReturnType<typeof unknownPerson>;
}

/** Somebody whom nobody knows yet, as the platform describes them. @param number below 100: each is somebody else */
export const unknownPerson = (number: number) => ({
  email: `unknown.${number}@mail.example`,
  mobile: `+4477009003${String(number).padStart(2, '0')}`,
  firstName: 'Robin',
  lastName: `Unknown${number}`,
  birthDate: '1990-05-17',
});

let registered = 0;

/** Registers somebody new by the API; nothing happens after. */
export async function registerByApi(api: ApiUnderTest, also: object = {}): Promise<RegisteredByApi> {
  registered += 1;
  const person = unknownPerson(registered);
  const { status, body } = await api.call('platform', 'POST', '/v1/sign-ups', { person, ...also });
  if (status !== 202) throw new Error(`Not registered: ${JSON.stringify(body)}`);
  return { id: String(body['id']), clientId: String(body['clientId']), person };
}
