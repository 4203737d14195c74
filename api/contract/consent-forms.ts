import { z } from 'zod';
import { signedVia } from '../../records/consent-form/consent-forms';
import { documentTypes } from '../../records/consent-form/document';
import { listOf } from './answers';
import { created, everybody, file, get, group, ok, post, put } from './endpoint';
import { instant, instantText, short, written } from './fields';

const readers = {
  platform: 'all',
  practitioner: 'pathway',
  'duty-clinician': 'pathway',
  supervisor: 'all',
  dpo: 'all',
  admin: 'all',
} as const;

/** contract.md §5, domain.md §2.2 */
export const consentForms = group('Consent form', '/v1/clients', {
  signConsentForm: put('/{clientId}/consent-form', {
    summary: 'Records that the client signed the Data Processing Consent form',
    description:
      'What the platform says was signed there, it answers for; a member of staff sends the form as it was signed. Signed twice in the same way, it is recorded once.',
    may: { platform: 'all', supervisor: 'all', admin: 'all' },
    // The document's size and type are judged by the file itself.
    body: z.strictObject({
      version: z.int().positive(),
      signedName: short,
      signedAt: instant,
      document: z
        .strictObject({ contentType: z.enum(documentTypes), base64: z.string() })
        .nullable()
        .meta({ description: 'At most 10 MB.' }),
    }),
    example: { version: 1, signedName: 'Robin Ashdown', signedAt: '2026-03-02T09:00:00+00:00', document: null },
    answer: ok(
      z.object({
        sha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .meta({ description: "Of the document; of the form's words with name and time, if there is none." }),
      }),
    ),
    problems: {
      'consent-form-not-in-force': 'There is another form now, `currentVersion`: the client reads and signs that one.',
      'withdrawn-since': 'The client has withdrawn their consent since, at `withdrawnAt`.',
      'document-needed': 'Staff send the form as it was signed.',
      'document-unreadable': 'It is not the base64 of a file.',
      'document-too-large': 'It is larger than 10 MB.',
      'document-is-another-type': 'The file is not what `contentType` says.',
      'no-consent-form': 'The organisation has no form in force.',
    },
  }),
  readConsentForm: get('/{clientId}/consent-form', {
    summary: 'Reads the form in force, and what the client signed',
    may: readers,
    answer: ok(
      z
        .object({
          currentVersion: z.int().meta({ description: 'The version in force: the one to sign.' }),
          text: z.string(),
          signed: z
            .object({
              version: z.int(),
              signedAt: instantText,
              signedName: z.string(),
              via: z.enum(signedVia),
              sha256: z.string(),
            })
            .nullable()
            .meta({
              description: 'What they signed last and did not withdraw; it counts if its version is the one in force.',
            }),
          withdrawnAt: instantText.nullable(),
        })
        .meta({ id: 'ConsentForm' }),
    ),
    problems: { 'no-consent-form': 'The organisation has no form in force.' },
  }),
  readConsentFormDocument: get('/{clientId}/consent-form/document', {
    summary: 'Reads the form as it was signed on paper',
    description: 'Every look is audited.',
    may: { supervisor: 'all', dpo: 'all', admin: 'all' },
    answer: file(...documentTypes),
  }),
  withdrawConsentForm: post('/{clientId}/consent-form/withdrawals', {
    summary: 'Records that the client withdraws their consent: processing is restricted at once',
    description:
      "The client's practitioner is told. Nothing is deleted; an open case goes on, on its own recorded basis.",
    // No withdrawal waits for a shift to begin.
    may: { ...readers, 'duty-clinician': 'all' },
    answer: created(z.object({ withdrawnAt: instantText })),
    problems: {
      'nothing-signed': 'The client has signed no form.',
      'no-consent-form': 'The organisation has no form in force.',
    },
  }),
});

const formVersion = z
  .object({
    version: z.int(),
    text: z.string().meta({ description: 'Paragraphs stand apart by an empty line.' }),
    inForceFrom: instantText,
  })
  .meta({ id: 'ConsentFormVersion' });

export const consentFormVersions = group('Consent form', '/v1/consent-form-versions', {
  listConsentFormVersions: get('/', {
    summary: "Lists the organisation's form in its own words, version by version, the newest first",
    may: everybody,
    answer: ok(listOf(formVersion)),
  }),
  addConsentFormVersion: post('/', {
    summary: 'Adds the next version of the form',
    description: 'What clients signed before does not count for it: they are asked for the new one.',
    may: { dpo: 'all' },
    body: z.strictObject({
      text: written.min(200).max(40_000),
      inForceFrom: instant.nullish().meta({ description: 'Absent or null: at once.' }),
    }),
    example: {
      text: 'We keep what you tell us in order to work with you, and for nothing else. Your practitioner reads it, and whoever stands in for them. In an emergency we may tell those whom you name, as far as you allow.\n\nYou may take this back at any time.',
      inForceFrom: null,
    },
    answer: created(formVersion),
  }),
});
