import { z } from 'zod';
import { summaryKinds } from '../../records/clients/summaries';
import { listOf } from './answers';
import { clientEvent } from './client-events';
import { created, get, group, ok, patch, post } from './endpoint';
import { address, country, instantText, short, words } from './fields';

const note = z.object({ id: z.uuid(), at: instantText, writtenBy: z.uuid(), text: z.string() }).meta({ id: 'Note' });

const named = {
  id: z.uuid(),
  code: z.string().nullable().meta({ description: 'By which notes name the client.' }),
  username: z.string().nullable(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
};

const summary = z.string().nullable().optional();

const seenByPractitioner = z
  .object({
    ...named,
    riskSummary: summary.meta({ description: 'Absent: the client does not share it. null: nothing was summed up.' }),
    progressSummary: summary.meta({ description: 'As with `riskSummary`.' }),
    notes: z.array(note).meta({ description: 'Those that the reader wrote.' }),
    events: z.array(clientEvent),
  })
  .meta({ id: 'ClientInTreatment' });

const seenByRegistrar = z
  .object({
    ...named,
    practitionerId: z.uuid().nullable().meta({ description: 'null: nobody has accepted them yet.' }),
    sharing: z.object({ riskSummary: z.boolean(), progressSummary: z.boolean() }),
    registration: z
      .object({
        email: z.string().nullable(),
        mobile: z.string().nullable(),
        birthDate: z.iso.date().nullable(),
        country: z.string().nullable(),
        language: z.string().optional(),
        interpreter: z.string().nullable().optional(),
        homeAddress: z.string().nullable().optional(),
        safeContact: z.object({ sms: z.boolean(), email: z.boolean() }),
        demographics: z.record(z.string(), z.string()).optional(),
      })
      .meta({ description: 'What is absent was not said.' }),
  })
  .meta({ id: 'RegisteredClient' });

/** As it was written: a place in it is counted from its very beginning. */
const noteText = z
  .string()
  .max(20_000)
  .refine((written) => written.trim() !== '', { message: 'says nothing' });

const change = z
  .strictObject({
    username: short.nullable().optional(),
    country: country.nullable().optional(),
    homeAddress: address.nullable().optional(),
    sharing: z
      .strictObject({ riskSummary: z.boolean().optional(), progressSummary: z.boolean().optional() })
      .optional(),
  })
  .refine((given) => Object.keys(given).length > 0, { message: 'names nothing to change' });

const held = { 'client-held': "The client's record is held: nothing in it is changed." };
const processing = {
  'processing-restricted': 'The client has withdrawn their Data Processing Consent form.',
  'consent-form-missing': 'First the client signs the Data Processing Consent form.',
};

/** domain.md §2.7 */
export const clients = group('Clients', '/v1/clients', {
  readClient: get('/{clientId}', {
    summary: 'Reads what this caller may see of a client',
    description:
      'Whoever treats the client sees what treatment needs; a supervisor sees the same, and so does who is on duty while a case about the client is open. The platform and an admin see the registration. Every look is audited.',
    may: { platform: 'all', practitioner: 'pathway', 'duty-clinician': 'pathway', supervisor: 'all', admin: 'all' },
    answer: ok(z.union([seenByPractitioner, seenByRegistrar])),
  }),
  changeClient: patch('/{clientId}', {
    summary: 'Changes what a client says of themselves, and what they let their practitioner see',
    description: 'What is not named stays as it is.',
    may: { platform: 'all', admin: 'all' },
    body: change,
    example: { homeAddress: '8 Orchard Close, Ashby', sharing: { riskSummary: true } },
    answer: ok(seenByRegistrar),
    problems: held,
  }),
  writeSummary: post('/{clientId}/summaries', {
    summary: 'Sums up how a client is: in words, never as a level',
    description: "Of progress, the client's own practitioner may as well.",
    may: { practitioner: 'pathway', 'duty-clinician': 'pathway', supervisor: 'all' },
    body: z.strictObject({ kind: z.enum(summaryKinds), text: words }),
    example: { kind: 'progress', text: 'Sleeps through again, and has gone back to work.' },
    answer: created(z.object({ clientId: z.uuid(), kind: z.enum(summaryKinds) })),
    problems: { ...held, ...processing },
  }),
  readNotes: get('/{clientId}/notes', {
    summary: 'Reads the notes about a client, oldest first',
    description:
      'The client, through the platform, and a supervisor read all of them; the practitioner those that they wrote. Every look is audited.',
    may: { platform: 'all', practitioner: 'pathway', supervisor: 'all' },
    answer: ok(listOf(note)),
  }),
  writeNote: post('/{clientId}/notes', {
    summary: 'Writes a note about a client, which the client may read',
    description: "Under the client's code: a note that names anybody is refused, with each place.",
    may: { practitioner: 'pathway' },
    body: z.strictObject({ text: noteText }),
    example: { text: 'Walks each morning now. We talked about what to do when sleep does not come.' },
    answer: created(note),
    problems: {
      'note-names-somebody': 'It tells whom it is about, where `errors` says.',
      ...held,
      ...processing,
    },
  }),
});
