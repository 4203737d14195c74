import { newId } from '../../records/ids';
import { type ApiUnderTest, createApiUnderTest } from '../support/api';
import { namesInBraces, pathTo, places } from '../support/contract-table';
import { registerByApi } from '../support/newcomers-by-api';

/** Whatever is another organisation's is not there, for each of the contract's endpoints. contract.md §7 */

let api: ApiUnderTest;
/** Records of ours, by the name under which the contract's paths know them. */
let ours: Readonly<Record<string, string>>;

beforeAll(async () => {
  api = await createApiUnderTest();
  ours = await oneOfEach();
});
afterAll(() => api?.stop());

async function oneOfEach(): Promise<Readonly<Record<string, string>>> {
  const clientId = (await api.cases.newClient()).id;
  const made = async (who: string, path: string, body: object): Promise<string> => {
    const reply = await api.call(who, 'POST', path, body);
    expect(reply.status).toBeLessThan(300);
    return String(reply.body['id']);
  };
  const signUp = await registerByApi(api);
  const organisation = api.demo.organisation;
  const [enrolled] = organisation.clients;
  return {
    clientId,
    signUpId: signUp.id,
    caseId: await made('practitioner', '/v1/urgent-care/cases', {
      clientId: api.cases.client(0).id,
      concern: 'Said goodbye in an odd way.',
      immediacy: 'significant',
    }),
    enrolmentId: await made('platform', '/v1/enrolments', {
      clientId: enrolled?.id,
      practitionerId: enrolled?.practitionerId,
      startedAt: new Date().toISOString(),
    }),
    practitionerId: organisation.staff.practitioner.id,
    holdId: await made('dpo', `/v1/clients/${clientId}/holds`, {
      categories: ['notes'],
      reason: 'A claim.',
      reviewOn: '2030-01-01',
    }),
    listId: await made('admin', '/v1/marketing/lists', { kind: 'sendgrid-group', name: 'News', groupId: 7 }),
    optOutId: await made('platform', '/v1/marketing/opt-outs', { clientId, source: 'phone' }),
    erasureId: await made('dpo', `/v1/clients/${signUp.clientId}/erasures`, {
      basis: 'rights-request',
      reason: 'They asked for it.',
    }),
    endpointId: await made('admin', '/v1/webhook-endpoints', {
      url: 'https://platform.example/heed',
      eventTypes: ['case.status-changed'],
    }),
    deliveryId: newId(),
    messageId: newId(),
    bookingId: 'b-1',
  };
}

const aboutSomething = places
  .filter(({ at }) => namesInBraces(at).length > 0)
  .flatMap((place) => Object.keys(place.endpoint.may).map((role) => ({ ...place, role })));

test.each(aboutSomething)('$name of ours is not there for their $role', async ({ endpoint, at, role }) => {
  const { otherOrganisation } = api.demo;
  const token = await api.tokenWith({
    subject: otherOrganisation.staff.supervisor.id,
    organisation: otherOrganisation.id,
    roles: [role],
  });
  const before = await api.onRecord();
  const path = pathTo(at, (name) => ours[name] ?? missing(name));
  const reply = await api.call(
    token,
    endpoint.method.toUpperCase(),
    path,
    endpoint.example && ourOwn(endpoint.example),
  );
  expect(reply).toMatchObject({ status: 404, body: { type: 'urn:heed:problem:not-found' } });
  expect(await api.onRecord()).toEqual(before);
});

/** A body that speaks of our people. */
const ourOwn = (example: unknown): unknown => ({
  ...(example as object),
  ...Object.fromEntries(Object.entries(ours).filter(([name]) => name in (example as object))),
});

function missing(name: string): never {
  throw new Error(`This test has nothing of ours for {${name}}: add one.`);
}
