import { claimAt } from '../../api/http/claims';

/** Where a provider puts what Heed asks for. */

const claims = {
  sub: 'somebody',
  roles: ['dpo'],
  'https://platform.example/roles': ['admin'],
  'realm.roles': ['platform'],
  realm: { roles: ['practitioner'] },
  realm_access: { roles: ['supervisor'] },
  resource_access: { heed: { roles: ['duty-clinician'] } },
};

test.each([
  ['roles', ['dpo']],
  ['https://platform.example/roles', ['admin']],
  ['realm_access.roles', ['supervisor']],
  ['resource_access.heed.roles', ['duty-clinician']],
  // The whole as a name comes before the path that it could be.
  ['realm.roles', ['platform']],
  ['nothing', undefined],
  ['realm_access.nothing', undefined],
  ['sub.length', undefined],
  ['roles.0', undefined],
  // What every object has is no claim of anybody's.
  ['constructor', undefined],
  ['realm_access.constructor.name', undefined],
])('%s', (name, found) => {
  expect(claimAt(claims, name)).toEqual(found);
});
