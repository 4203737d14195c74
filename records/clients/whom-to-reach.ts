import type { ClientWords } from '../people';

/** First of what is read by whoever must reach a client now. domain.md §3 "Raising" */
export interface WhomToReach {
  readonly name: string;
  /** Where they live. */
  readonly location: string | null;
  readonly callBackNumber: string | null;
}

/** Whom the ambulance is for, where they live and how to call them. */
export const whomToReach = ({ firstName, lastName, homeAddress = null, mobile }: ClientWords): WhomToReach => ({
  name: `${firstName} ${lastName}`,
  location: homeAddress,
  callBackNumber: mobile,
});

/** As WhomToReach, with what one must know before one talks with them. domain.md §2.1, §2.4 */
export interface WhomToCall extends WhomToReach {
  /** ISO 3166-1 alpha-2; null: not known. */
  readonly country: string | null;
  /** BCP 47. */
  readonly language: string;
  /** The language of the interpreter whom they need, `bfi` for British Sign Language; null: none. */
  readonly interpreter: string | null;
  readonly safeContact: ClientWords['safeContact'];
}

/** Whom to call, in which language, and which ways are safe for them. */
export const whomToCall = (words: ClientWords): WhomToCall => ({
  ...whomToReach(words),
  country: words.country,
  language: words.language ?? 'en',
  interpreter: words.interpreter ?? null,
  safeContact: words.safeContact,
});
