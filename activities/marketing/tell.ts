import type { ListTarget } from '../../records/marketing/lists';
import type { Told, ToTell } from '../../records/marketing/tell-list';

/** Tells a list of one kind, and never rejects: what went wrong is an answer. */
export type Teller<Kind extends ListTarget['kind'] = ListTarget['kind']> = (
  target: Extract<ListTarget, { readonly kind: Kind }>,
  toTell: ToTell,
) => Promise<Told>;

/** Who tells the lists of each kind. */
export type Tellers = { readonly [Kind in ListTarget['kind']]: Teller<Kind> };

/** How long a list is given for one answer. */
export const answerWithinMs = 10_000;

export function tell(tellers: Tellers, toTell: ToTell): Promise<Told> {
  const { target } = toTell;
  return target.kind === 'webhook' ? tellers.webhook(target, toTell) : tellers['sendgrid-group'](target, toTell);
}
