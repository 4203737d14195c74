import busboy from 'busboy';
import { invalidInput } from '../../records/errors';

const mostFields = 100;
/** Bytes. As long as anybody writes; what is longer is cut. */
export const longestField = 1_000_000;

/**
 * The text fields of a multipart form, each as its bytes: what they are written in, the form may say in another field.
 * Files are passed over.
 * @throws InvalidInput for a body that is no such form
 */
export function fieldsOf(contentType: string, body: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  return new Promise((resolve, reject) => {
    const unreadable = (): void => reject(invalidInput('malformed-form', 'The form cannot be read.'));
    const fields = new Map<string, Buffer>();
    try {
      const form = busboy({
        headers: { 'content-type': contentType },
        // One byte a character, so that nothing is lost of what is written otherwise.
        defCharset: 'latin1',
        limits: { fields: mostFields, fieldSize: longestField },
      });
      form.on('field', (name, value) => {
        if (!fields.has(name)) fields.set(name, bytesOf(value));
      });
      form.on('file', (_name, file) => file.resume());
      form.on('error', unreadable);
      form.on('close', () => resolve(fields));
      form.end(body);
    } catch {
      unreadable();
    }
  });
}

/** A part that names what it is written in has been read already. */
const bytesOf = (value: string): Buffer =>
  Array.from(value).every((character) => character.charCodeAt(0) <= 0xff)
    ? Buffer.from(value, 'latin1')
    : Buffer.from(value, 'utf8');
