import { z } from 'zod';

/** A day that an address asks for. Further off there is no calendar to speak of, and at its very end no next day. */
export const dayOfThisAge = z.iso
  .date()
  .refine((date) => date >= '2000-01-01' && date < '2200-01-01', { message: 'must be a day of this age' });
