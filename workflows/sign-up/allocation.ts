import type { Instant } from './words';

/**
 * Who suits a client, and why: first who can't be proposed at all, then an order of the others. Pure, and the same for
 * the same people in any order. Every reason is a sentence that the client could be shown. domain.md §2.6
 */

/** What a client needs and asks for, in the organisation's words. */
export interface Need {
  /** ISO date of the day on which it is asked, by the organisation's calendar. */
  readonly on: string;
  readonly presentingNeed: string | null;
  /** BCP 47 */
  readonly language: string;
  readonly interpreter: string | null;
  readonly accessibility: readonly string[];
  readonly times: readonly string[];
  readonly practitionerGender: string | null;
  readonly modality: string | null;
}

export interface Candidate {
  readonly practitionerId: string;
  readonly specialisms: readonly string[];
  /** BCP 47 */
  readonly languages: readonly string[];
  readonly accessibility: readonly string[];
  readonly availability: readonly string[];
  readonly modalities: readonly string[];
  readonly gender: string | null;
  /** ISO date of the last day on which the registration is in force. */
  readonly registrationExpires: string;
  readonly accepting: boolean;
  readonly leaving: boolean;
  readonly caseload: number;
  readonly caseloadLimit: number;
  /** When they were last offered a client; null: never. */
  readonly lastOfferedAt: Instant | null;
  /** What stands between the two of them, in this sign-up or for good. */
  readonly between: readonly Between[];
}

export type Between = 'conflict-of-interest' | 'client-refuses' | 'declined' | 'passed-over';
export type Exclusion = Between | 'registration-lapsed' | 'caseload-full' | 'not-accepting' | 'leaving';

export interface Judged {
  readonly practitionerId: string;
  readonly reasons: readonly string[];
}

export interface Ranking {
  /** The first one is proposed. */
  readonly ranking: readonly Judged[];
  readonly excluded: readonly Judged[];
}

export function rank(need: Need, candidates: readonly Candidate[]): Ranking {
  const judged = candidates.toSorted(byId).map((candidate) => ({
    candidate,
    exclusions: exclusionsOf(need, candidate),
    findings: criteria.map((criterion) => criterion(need, candidate)),
  }));
  const suitable = judged.filter(({ exclusions }) => exclusions.length === 0).toSorted(bestFirst);
  return {
    ranking: suitable.map((one, index) => ({
      practitionerId: one.candidate.practitionerId,
      reasons: [...one.findings.flatMap(({ reason }) => reason ?? []), ...whyBefore(one, suitable[index + 1])],
    })),
    excluded: judged
      .filter(({ exclusions }) => exclusions.length > 0)
      .map(({ candidate, exclusions }) => ({
        practitionerId: candidate.practitionerId,
        reasons: exclusions.map((exclusion) => exclusionReasons[exclusion]),
      })),
  };
}

/** Why somebody can't be proposed, whatever else speaks for them; nothing: they can. */
export function exclusionsOf({ on }: Pick<Need, 'on'>, candidate: Candidate): readonly Exclusion[] {
  const { between, registrationExpires, caseload, caseloadLimit, accepting, leaving } = candidate;
  return [
    ...between,
    ...(registrationExpires < on ? (['registration-lapsed'] as const) : []),
    ...(caseload >= caseloadLimit ? (['caseload-full'] as const) : []),
    ...(accepting ? [] : (['not-accepting'] as const)),
    ...(leaving ? (['leaving'] as const) : []),
  ];
}

export const exclusionReasons: Readonly<Record<Exclusion, string>> = {
  'conflict-of-interest': 'Can’t work with you because of a conflict of interest.',
  'client-refuses': 'You asked for somebody else.',
  declined: 'Can’t take you on at the moment.',
  'passed-over': 'Did not answer in time.',
  'registration-lapsed': 'Their professional registration is not in force.',
  'caseload-full': 'Has no room for another client at the moment.',
  'not-accepting': 'Takes no new clients at the moment.',
  leaving: 'Is leaving us.',
};

/** A person may ask once more whoever declined or did not answer; nothing else gives way. */
export const staysWhoeverDecides = (exclusion: Exclusion): boolean =>
  exclusion !== 'declined' && exclusion !== 'passed-over';

/** Whoever is asked has their place, and said that they take clients when they were; what came up since stays. */
export const staysWhenAsked = (exclusion: Exclusion): boolean =>
  exclusion === 'conflict-of-interest' || exclusion === 'registration-lapsed' || exclusion === 'leaving';

interface Finding {
  /** More is better; compared with the same criterion of others only. */
  readonly points: number;
  /** null: nothing was asked for. */
  readonly reason: string | null;
}

type Criterion = (need: Need, candidate: Candidate) => Finding;

const asked = (fits: boolean, yes: string, no: string): Finding =>
  fits ? { points: 1, reason: yes } : { points: 0, reason: no };
const notAsked: Finding = { points: 0, reason: null };

/** In the order in which they count: a later one only decides between those who are equal in all before it. */
const criteria: readonly Criterion[] = [
  ({ presentingNeed }, { specialisms }) =>
    presentingNeed === null
      ? notAsked
      : asked(
          has(specialisms, presentingNeed),
          'Specialises in what you come for.',
          'Works with many concerns, and does not specialise in what you come for.',
        ),
  ({ language, interpreter }, { languages }) =>
    asked(
      languages.some((one) => primary(one) === primary(interpreter ?? language)),
      'Speaks your language.',
      interpreter === null ? 'Does not speak your language.' : 'Would work with you through an interpreter.',
    ),
  ({ accessibility }, practitioner) =>
    shareOf(accessibility, practitioner.accessibility, {
      all: 'Can be reached in every way that you need.',
      some: 'Can be reached in some of the ways that you need.',
      none: 'Can’t yet be reached in the ways that you need.',
    }),
  ({ times }, { availability }) =>
    shareOf(times, availability, {
      all: 'Has time whenever you have.',
      some: 'Has time at some of the times that suit you.',
      none: 'Has no time when it suits you.',
    }),
  (_need, candidate) => {
    const quarters = freeQuarters(candidate);
    const room = quarters >= 2 ? 'plenty of room' : quarters === 1 ? 'room' : 'a little room';
    return { points: quarters, reason: `Has ${room} for new clients.` };
  },
  ({ practitionerGender, modality }, { gender, modalities }) => {
    const wishes = [
      ...(practitionerGender === null ? [] : [gender !== null && same(gender, practitionerGender)]),
      ...(modality === null ? [] : [has(modalities, modality)]),
    ];
    const met = wishes.filter((isMet) => isMet).length;
    if (wishes.length === 0) return notAsked;
    if (met === wishes.length) return { points: met, reason: 'Is as you would prefer.' };
    return { points: met, reason: met > 0 ? 'Is in part as you would prefer.' : 'Is not as you would prefer.' };
  },
];

/** By quarters: one client more or less is no reason to prefer anybody. */
const freeQuarters = ({ caseload, caseloadLimit }: Candidate): number =>
  caseloadLimit === 0 ? 0 : Math.floor((4 * (caseloadLimit - caseload)) / caseloadLimit);

function shareOf(
  needed: readonly string[],
  offered: readonly string[],
  reasons: Readonly<Record<'all' | 'some' | 'none', string>>,
): Finding {
  if (needed.length === 0) return notAsked;
  const points = needed.filter((one) => has(offered, one)).length;
  return { points, reason: points === needed.length ? reasons.all : points > 0 ? reasons.some : reasons.none };
}

interface Suitable {
  readonly candidate: Candidate;
  readonly findings: readonly Finding[];
}

const bestFirst = (one: Suitable, other: Suitable): number =>
  byFindings(one, other) || byWaiting(one.candidate, other.candidate) || byId(one.candidate, other.candidate);

const byFindings = (one: Suitable, other: Suitable): number =>
  one.findings.map(({ points }, index) => (other.findings[index]?.points ?? 0) - points).find((gap) => gap !== 0) ?? 0;

/** Whoever was offered a client longest ago comes first. */
const byWaiting = (one: Candidate, other: Candidate): number => (one.lastOfferedAt ?? 0) - (other.lastOfferedAt ?? 0);

const byId = (one: Candidate, other: Candidate): number =>
  one.practitionerId < other.practitionerId ? -1 : one.practitionerId > other.practitionerId ? 1 : 0;

/** Ties are explained to whoever comes first in them. */
function whyBefore(one: Suitable, next: Suitable | undefined): readonly string[] {
  if (!next || byFindings(one, next) !== 0) return [];
  return byWaiting(one.candidate, next.candidate) === 0
    ? ['Equal in all else to the next one, and was here first.']
    : ['Equal in all else to the next one, and has waited longer for a new client.'];
}

/** People write the same word in many ways. */
const same = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();
const has = (words: readonly string[], wanted: string): boolean => words.some((word) => same(word, wanted));
const primary = (tag: string): string => tag.toLowerCase().split('-')[0] ?? '';
