import { z } from 'zod';
import { listOf } from './answers';
import { created, everybody, get, group, ok, post, put } from './endpoint';
import { instantText, languageTag, nothing, reason, short } from './fields';

const word = short.max(100);
const wordList = z.array(word).max(50);

/** What is answered may be sent back: of what is read only nothing is taken. */
const readOnly = z
  .unknown()
  .meta({ description: 'Is not taken.' })
  .transform(() => undefined);

/** What is not named stays as it is. */
const changes = z
  .strictObject({
    caseloadLimit: z.number().int().min(0).max(1_000).exactOptional(),
    specialisms: wordList.exactOptional(),
    languages: z.array(languageTag).min(1).max(50).exactOptional(),
    accessibility: wordList.exactOptional(),
    modalities: wordList.exactOptional(),
    availability: wordList.exactOptional(),
    gender: word.nullable().exactOptional(),
    registration: z.strictObject({ body: word, expires: z.iso.date() }).exactOptional(),
    accepting: z.boolean().exactOptional(),
    leaving: z.boolean().exactOptional(),
    id: readOnly.optional(),
    name: readOnly.optional(),
    caseload: readOnly.optional(),
    leftAt: readOnly.optional(),
  })
  .transform(({ id: _id, name: _name, caseload: _caseload, leftAt: _leftAt, ...rest }) => rest);

const practitioner = z
  .object({
    id: z.uuid(),
    name: z.string(),
    caseload: z.int().meta({ description: 'Their clients, and those whom they are asked to take on.' }),
    caseloadLimit: z.int(),
    specialisms: z.array(z.string()),
    languages: z.array(z.string()),
    accessibility: z.array(z.string()),
    modalities: z.array(z.string()),
    availability: z.array(z.string()),
    gender: z.string().nullable().meta({ description: 'null: not said.' }),
    registration: z.object({
      body: z.string(),
      expires: z.iso.date().meta({ description: 'The last day on which it is in force.' }),
    }),
    accepting: z.boolean(),
    leaving: z.boolean().meta({ description: 'Said before they have left: they get no new clients.' }),
    leftAt: instantText.nullable(),
  })
  .meta({ id: 'Practitioner' });

/** contract.md §5, domain.md §2.6 */
export const practitioners = group('Practitioners', '/v1/practitioners', {
  listPractitioners: get('/', {
    summary: 'Lists who can be proposed to clients, and how many of them they have',
    may: everybody,
    answer: ok(listOf(practitioner)),
  }),
  readPractitioner: get('/{practitionerId}', {
    summary: 'Reads who a practitioner is for clients, and how many of them they have',
    may: everybody,
    answer: ok(practitioner),
  }),
  savePractitioner: put('/{practitionerId}', {
    summary: 'Saves what is named of a practitioner; the rest stays as it is',
    description: 'A new profile needs `caseloadLimit` and `registration`. Whoever is not leaving any more is back.',
    may: { supervisor: 'all', admin: 'all' },
    body: changes,
    example: {
      caseloadLimit: 24,
      specialisms: ['sleep', 'grief'],
      languages: ['en', 'cy'],
      modalities: ['cbt'],
      availability: ['evenings'],
      registration: { body: 'BACP', expires: '2027-08-31' },
      accepting: true,
    },
    answer: ok(practitioner),
    problems: {
      'caseload-above-limit': 'They have more clients than that, `caseload`.',
      'profile-incomplete': 'A new profile needs what `errors` names.',
    },
  }),
  recordConflictOfInterest: post('/{practitionerId}/conflicts', {
    summary: 'Says that these two cannot work together: no allocation goes there from now on',
    description:
      'A practitioner records their own. One that was accepted before stands until a supervisor reassigns the client.',
    may: { practitioner: 'own', supervisor: 'all', admin: 'all' },
    body: z.strictObject({ clientId: z.uuid(), reason }),
    example: { clientId: '01926b3a-7c40-7d21-8a3e-5f0c9d1b2e3f', reason: 'They are neighbours.' },
    answer: created(z.object({ id: z.uuid(), practitionerId: z.uuid(), clientId: z.uuid() })),
    problems: { 'conflict-known': 'It is on record already.' },
  }),
  recordDeparture: post('/{practitionerId}/departures', {
    summary: 'Records that a practitioner has left',
    description: 'Nobody is left without one: open cases, clients and those whom they are asked to take on come first.',
    may: { supervisor: 'all', admin: 'all' },
    body: nothing,
    example: {},
    answer: created(practitioner),
    problems: {
      'clients-to-reassign': 'They have `openCases`, `clients` and `activePlans`: hand over and reassign these first.',
    },
  }),
});

export const clientsPractitioner = group('Practitioners', '/v1/clients', {
  reassignClient: put('/{clientId}/practitioner', {
    summary: 'Gives a client to another practitioner, who hears of it',
    description: 'Open cases stay with their owners until they are handed over.',
    may: { supervisor: 'all' },
    body: z.strictObject({ practitionerId: z.uuid(), reason }),
    example: { practitionerId: '01926b3a-7c41-7a52-9c0d-2b4e6f8a1c3d', reason: 'Asked for somebody who speaks Welsh.' },
    answer: ok(z.object({ clientId: z.uuid(), practitionerId: z.uuid() })),
    problems: {
      'sign-up-under-way': 'Decide on the allocation of their sign-up instead.',
      'theirs-already': 'The client is theirs already.',
      'practitioner-excluded': 'Something speaks against it, as `reasons` says.',
      'caseload-full': 'They have no room for another client.',
    },
  }),
});
