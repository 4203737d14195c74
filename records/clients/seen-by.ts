import type { ClientEventView } from '../client-events/client-events';
import type { NoteView } from '../notes/notes';
import type { ClientWords, Sharing } from '../people';

/** Who sees what of a client's record. Pure. domain.md §2.7 */

/** Everything that is known of a client here. */
export interface ClientFacts {
  readonly id: string;
  readonly code: string | null;
  readonly practitionerId: string | null;
  readonly words: ClientWords;
  readonly sharing: Sharing;
  /** What a clinician summed up last; null: nothing was. */
  readonly riskSummary: string | null;
  readonly progressSummary: string | null;
  readonly notes: readonly NoteView[];
  /** Cancelled bookings and failed payments: that it happened, and when. */
  readonly events: readonly ClientEventView[];
}

export type Viewer =
  /** The client's practitioner; whoever stands in for them: on duty while a case is open, or a supervisor. */
  { readonly kind: 'practitioner'; readonly staffId: string } | Registrar;

/** Keeps the registration: the platform on which the client signed up, an admin. */
export interface Registrar {
  readonly kind: 'registrar';
}

/** What of a record is for both. */
interface Named {
  readonly id: string;
  readonly code: string | null;
  readonly username: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

export interface SeenByPractitioner extends Named {
  /** Only if the client agreed. */
  readonly riskSummary?: string | null;
  readonly progressSummary?: string | null;
  readonly notes: readonly NoteView[];
  readonly events: readonly ClientEventView[];
}

export interface SeenByRegistrar extends Named {
  readonly practitionerId: string | null;
  readonly sharing: Sharing;
  readonly registration: Pick<ClientWords, (typeof registrationItems)[number]>;
}

export const registrationItems = [
  'email',
  'mobile',
  'birthDate',
  'country',
  'language',
  'interpreter',
  'homeAddress',
  'safeContact',
  'demographics',
] as const satisfies readonly (keyof ClientWords)[];

/** Names each item that is seen: what a record gains is hidden until somebody shows it here. */
export function seenBy(viewer: Viewer, facts: ClientFacts): SeenByPractitioner | SeenByRegistrar {
  switch (viewer.kind) {
    case 'practitioner':
      return {
        ...named(facts),
        ...(facts.sharing.riskSummary ? { riskSummary: facts.riskSummary } : {}),
        ...(facts.sharing.progressSummary ? { progressSummary: facts.progressSummary } : {}),
        notes: facts.notes.filter(({ writtenBy }) => writtenBy === viewer.staffId),
        events: facts.events,
      };
    case 'registrar':
      return {
        ...named(facts),
        practitionerId: facts.practitionerId,
        sharing: facts.sharing,
        registration: registrationOf(facts.words),
      };
  }
}

const named = ({ id, code, words: { username, firstName, lastName } }: ClientFacts): Named => ({
  id,
  code,
  username: username ?? null,
  firstName: firstName || null,
  lastName: lastName || null,
});

/** What is not here was not said. */
const registrationOf = (words: ClientWords): SeenByRegistrar['registration'] =>
  Object.fromEntries(
    registrationItems.flatMap((item) => (words[item] === undefined ? [] : [[item, words[item]]])),
  ) as unknown as SeenByRegistrar['registration'];
