import { z } from 'zod';
import { caseMeant, clientMeant } from '../../../records/audit/asked';
import { type AuditQuestion, actorKinds } from '../../../records/audit/search';
import { instantOf, plusDays } from '../../../records/calendar/local-time';
import type { FieldFault } from '../../../records/errors';
import { organisationOf } from '../../../records/people';
import type { Work } from '../../../records/work';
import { short } from '../../contract/fields';
import { dayOfThisAge } from '../frame/days';
import type { Form } from '../frame/forms';
import { textIfAny } from '../frame/forms';
import { actionMeant } from './actions';

/** What the form of a search asks. It stands in the address, so that a search can be kept: nobody's name does. */
const fields = ['by', 'client', 'case', 'action', 'from', 'until', 'before'] as const;
export type AskedOfAudit = Readonly<Partial<Record<(typeof fields)[number], string>>>;

const shape = z.object({
  by: z.union([z.enum(actorKinds), z.uuid()]).optional(),
  client: short.optional(),
  case: short.optional(),
  action: short
    .transform(actionMeant)
    .pipe(z.string().regex(/^[a-z0-9-]+\.[a-z0-9.-]*$/, 'must be as the list calls it, such as Case read'))
    .optional(),
  from: dayOfThisAge.optional(),
  until: dayOfThisAge.optional(),
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
});

export type Understood =
  | { readonly question: AuditQuestion; readonly faults: readonly never[] }
  | { readonly question: null; readonly faults: readonly FieldFault[] };

/** What was filled in, and nothing else. */
export const askedIn = (query: Form): AskedOfAudit =>
  Object.fromEntries(
    fields.flatMap((name) => {
      const written = textIfAny(query, name);
      return written === undefined ? [] : [[name, written]];
    }),
  );

/** What somebody looks for, or what of it cannot be looked for. */
export async function questionIn(work: Work, query: Form): Promise<Understood> {
  const read = shape.safeParse(askedIn(query));
  if (!read.success) {
    const faults = read.error.issues.map(({ path, message }) => ({ path: path.join('/'), message }));
    return { question: null, faults };
  }
  const { by, client, case: theCase, action, from, until, before } = read.data;
  const clientId = client === undefined ? undefined : await clientMeant(work, client);
  const caseId = theCase === undefined ? undefined : await caseMeant(work, theCase);
  const faults = [
    ...(clientId === null ? [{ path: 'client', message: 'is nobody’s code or id here' }] : []),
    ...(caseId === null ? [{ path: 'case', message: 'has no such code or id here' }] : []),
  ];
  if (clientId === null || caseId === null) return { question: null, faults };
  const { timeZone } = await organisationOf(work);
  const kind = actorKinds.find((one) => one === by);
  return {
    question: {
      by: kind ? { kind } : by === undefined ? undefined : { staffId: by },
      clientId,
      caseId,
      action,
      from: from === undefined ? undefined : instantOf(from, '00:00', timeZone),
      // The last day is looked at to its end.
      until: until === undefined ? undefined : instantOf(plusDays(until, 1), '00:00', timeZone),
      before: before === undefined ? undefined : BigInt(before),
    },
    faults: [],
  };
}
