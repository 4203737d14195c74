import { z } from 'zod';
import { documentTypes } from '../../records/consent-form/document';

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** contract.md §5. The document's size and type are judged by the file itself. */
export const consentFormBody = z.strictObject({
  version: z.int().positive(),
  signedName: z.string().trim().min(1).max(200),
  signedAt: instant,
  document: z.strictObject({ contentType: z.enum(documentTypes), base64: z.string() }).nullable(),
});

export const formVersionBody = z.strictObject({
  text: z.string().trim().min(200).max(40_000),
  inForceFrom: instant.nullish(),
});
