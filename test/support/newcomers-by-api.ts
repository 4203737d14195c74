import type { ApiUnderTest } from './api';
import { signedForm } from './newcomers';

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

/** As registerByApi, and the form is signed. */
export async function signedByApi(api: ApiUnderTest): Promise<RegisteredByApi> {
  const robin = await registerByApi(api);
  const reply = await api.call('platform', 'PUT', `/v1/clients/${robin.clientId}/consent-form`, signedForm(new Date()));
  if (reply.status !== 200) throw new Error(`Not signed: ${reply.text}`);
  return robin;
}
