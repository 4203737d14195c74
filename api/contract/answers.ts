import { z } from 'zod';
import { ruling } from './rulings';

const fault = z.object({
  path: z
    .string()
    .meta({ description: 'As `person/birthDate`, from the root of the body; empty: the body as a whole.' }),
  message: z.string().meta({ description: 'The end of a sentence that begins with the path.' }),
  at: z.int().optional().meta({ description: 'Where in the text it begins.' }),
  length: z.int().optional(),
  item: z.int().optional().meta({ description: 'Of a questionnaire, counted from 1.' }),
});

/** RFC 9457, with members of its own where a problem has more to say. */
export const problem = z
  .looseObject({
    type: z.string().regex(/^urn:heed:problem:[a-z0-9-]+$/),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What is wrong, and what to do.' }),
    errors: z.array(fault).optional().meta({ description: 'Each place that cannot stay as it is.' }),
    rulings: z.array(ruling).optional().meta({ description: 'On each disclosure of a decision that is refused.' }),
  })
  .meta({ id: 'Problem' });

/** A page of a list. @param item what it lists */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    next: z.uuid().nullable().meta({ description: 'The cursor of the next page; null: this was the last.' }),
  });

export const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });
