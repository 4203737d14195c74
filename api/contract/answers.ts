import { z } from 'zod';

/** RFC 9457, with members of its own where a problem has more to say. */
export const problem = z
  .looseObject({
    type: z.string().regex(/^urn:heed:problem:[a-z0-9-]+$/),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What is wrong, and what to do.' }),
  })
  .meta({ id: 'Problem' });

/** A page of a list. @param item what it lists */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    next: z.uuid().nullable().meta({ description: 'The cursor of the next page; null: this was the last.' }),
  });

export const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });
