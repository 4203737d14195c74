import type { ListTarget } from '../../records/marketing/lists';
import type { ListAnswer, ToTell } from '../../records/marketing/tell-list';

/** Tells a list of one kind, and never rejects: what went wrong is an answer. */
export type ListTeller<Kind extends ListTarget['kind'] = ListTarget['kind']> = (
  target: Extract<ListTarget, { readonly kind: Kind }>,
  toTell: ToTell,
) => Promise<ListAnswer>;

/** Who tells the lists of each kind. */
export type ListTellers = { readonly [Kind in ListTarget['kind']]: ListTeller<Kind> };

/** How long a list is given for one answer. */
export const answerWithinMs = 10_000;

export function tell(listTellers: ListTellers, toTell: ToTell): Promise<ListAnswer> {
  const { target } = toTell;
  return target.kind === 'webhook'
    ? listTellers.webhook(target, toTell)
    : listTellers['sendgrid-group'](target, toTell);
}
