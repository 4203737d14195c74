import { z } from 'zod';
import { documentTypes } from '../../records/consent-form/document';
import { instant, short } from '../contract/fields';

/** contract.md §5. The document's size and type are judged by the file itself. */
export const consentFormBody = z.strictObject({
  version: z.int().positive(),
  signedName: short,
  signedAt: instant,
  document: z.strictObject({ contentType: z.enum(documentTypes), base64: z.string() }).nullable(),
});

export const formVersionBody = z.strictObject({
  text: z.string().trim().min(200).max(40_000),
  inForceFrom: instant.nullish(),
});
