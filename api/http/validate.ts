import { z } from 'zod';
import { invalidFields, notFound } from '../../records/errors';

/** The value as the schema has it. @throws InvalidInput naming each place that is wrong */
export function valid<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ path: path.join('/'), message }));
  throw invalidFields('The request is not as it should be', errors);
}

const uuid = z.uuid();

/** An id in the path. What is no id at all is simply nothing of yours. */
export function idInPath(value: unknown, what: string): string {
  const result = uuid.safeParse(value);
  if (!result.success) throw notFound(what);
  return result.data;
}
