import { z } from 'zod';
import { isTimeZone } from '../../records/calendar/local-time';
import { periodOf, readPeriod } from '../../records/calendar/periods';
import { durationMs } from '../../workflows/urgent-care/policy';

/** What the bodies of many routes have in common, each with what is said where it is not so. */

/** What PostgreSQL cannot keep, and no person writes. */
export const written = z
  .string()
  .trim()
  .refine((given) => !given.includes('\0'), { message: 'must not hold the character NUL' });
const text = written.min(1, 'must not be empty');
/** As much as there is to say, which may be nothing. */
export const note = written.max(5_000).default('');

/** A name, a title, a few words. */
export const short = text.max(200);
export const address = text.max(500);
/** Why somebody did what they did. */
export const reason = text.max(2_000);
/** As much as a person writes in one go. */
export const words = text.max(5_000);

/** RFC 5321: 64 characters before the @, 254 in all. */
export const email = z
  .email({ abort: true })
  .max(254, { abort: true })
  .regex(/^[^@]{1,64}@/, 'has more than 64 characters before the @');
/** E.164 */
export const phoneNumber = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a number such as +447911123456');
/** BCP 47 */
export const languageTag = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en');
/** ISO 3166-1 */
export const country = z.string().regex(/^[A-Z]{2}$/, 'must be a country such as GB');

/** ISO 8601 with its offset, kept as it was written. */
export const instantText = z.iso.datetime({ offset: true });
export const instant = instantText.transform((written) => new Date(written));

/** A period by the calendar, as text: `P1Y`. */
export const periodText = z
  .string()
  .refine((written) => readPeriod(written) !== null, { message: 'must be a period such as P1Y, P6M or P30D' });
export const period = periodText.transform(periodOf);

/** An ISO 8601 duration between these two, as text. */
export const durationWithin = (least: string, most: string) =>
  z
    .string()
    .superRefine((written, context) => {
      try {
        const ms = durationMs(written);
        if (ms >= durationMs(least) && ms <= durationMs(most)) return;
        context.addIssue({ code: 'custom', message: `must be from ${least} to ${most}` });
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'no duration' });
      }
    })
    .meta({ format: 'duration', description: `From ${least} to ${most}; no months or years.` });
/** As it is answered. */
export const durationText = z.string().meta({ format: 'duration' });

const clockTimeNamed = (pattern: RegExp) => z.string().regex(pattern, 'must be a time of day such as 08:00');
export const clockTime = clockTimeNamed(/^([01]\d|2[0-3]):[0-5]\d$/);
/** `24:00` is the midnight that ends the day. */
export const closingTime = clockTimeNamed(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/);
export const timeZone = z.string().refine(isTimeZone, { message: 'must be a time zone such as Europe/London' });

/** `?cursor=&limit=` */
export const paging = { cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(50) };

/** For what is said by asking for it. */
export const nothing = z.strictObject({}).optional();

/** A list that names nothing twice. @param named what of an item must be there once; otherwise the item itself */
export const once = <Item extends z.ZodType>(
  list: z.ZodArray<Item>,
  named: (item: z.output<Item>) => unknown = (item) => item,
): z.ZodArray<Item> =>
  list.refine((items) => new Set(items.map(named)).size === items.length, { message: 'names one twice' });
