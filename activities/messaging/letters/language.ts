import type { RotaTierName } from '../../../records/rota/rota';
import type { CrisisLine } from '../../../workflows/shared/crisis-block';
import type { Immediacy } from '../../../workflows/urgent-care/words';
import type { Template, TemplateKey } from './template';

/** Everything that messages in one language are made of. A language is whole or it does not compile. */
export interface Language {
  /** BCP 47 */
  readonly tag: string;
  readonly templates: Readonly<Record<TemplateKey, Template>>;
  readonly urgency: Readonly<Record<Immediacy, string>>;
  /** Whom it is about, where the birth date is known and where it is not. */
  readonly person: { readonly born: string; readonly unknown: string };
  /** Instead of a name that an SMS has no letters for. */
  readonly someone: string;
  /** How many there are, as a text says it. */
  readonly counted: Readonly<Record<'stretches' | 'clientsOfReader' | 'clientsOfNobody' | 'peopleInPlans', Counted>>;
  /** What of theirs goes, as a letter to a client begins with it. */
  readonly kept: { readonly all: string; readonly some: string };
  /** A stretch of time for which the rota names nobody. */
  readonly gap: { readonly line: string; readonly tiers: Readonly<Record<RotaTierName, string>> };
  /** The same for a practitioner. */
  readonly oneOfUs: string;
  readonly crisis: {
    readonly line: (country: string | null) => string;
    readonly lines: (country: string | null) => readonly CrisisLine[];
    readonly statement: string;
    /** The block in an SMS and in an email. */
    readonly sms: string;
    readonly email: string;
  };
}

/** `several` holds `{count}`. */
export interface Counted {
  readonly one: string;
  readonly several: string;
}
