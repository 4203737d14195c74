import { z } from 'zod';
import { languageTag, reason } from '../contract/fields';

const word = z.string().trim().min(1).max(100);
const wordList = z.array(word).max(50);

/** What GET answers may be sent back: of what is read only nothing is taken. */
const readOnly = z.unknown().transform(() => undefined);

/** What is not named stays as it is. */
export const practitionerBody = z
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
  .transform(({ id: _id, name: _name, caseload: _caseload, leftAt: _leftAt, ...changes }) => changes);

export const conflictBody = z.strictObject({ clientId: z.uuid(), reason });
export const reassignmentBody = z.strictObject({ practitionerId: z.uuid(), reason });
