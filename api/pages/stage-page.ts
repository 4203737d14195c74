import { clientWords } from '../../records/people';
import type { FollowedSignUp } from '../../records/sign-up/personal-page';
import type { Work } from '../../records/work';
import { crisisLines } from '../../workflows/shared/crisis-block';

/** The client's page at one stage of a sign-up: what is asked there, and what its form does. */
export interface StagePage {
  readonly show: (work: Work, followed: FollowedSignUp) => Promise<Shown>;
  /**
   * Takes what the page's form sent, whose number is counted already.
   * @returns what was received, for the page that comes next
   */
  readonly take?: (work: Work, followed: FollowedSignUp, body: unknown) => Promise<Received>;
}

export interface Shown {
  readonly status?: number;
  readonly template: string;
  /** Beside what every page of a sign-up shows. */
  readonly view: object;
}

/** What was taken, as the page that comes next says it. */
export const received = ['signed', 'answered', 'withdrawn', 'left', 'renewed'] as const;
export type Received = (typeof received)[number];

/** Where a client's sign-up is. */
export const pathOf = (token: string): string => `/s/${encodeURIComponent(token)}`;

/** What every page of a sign-up shows: who writes, whom to call, and where to turn now. */
export async function frameOf(work: Work, { signUp, organisation }: FollowedSignUp, token: string) {
  const { country } = await clientWords(work, signUp.clientId);
  return {
    senderName: organisation.senderName,
    callbackNumber: organisation.callbackNumber,
    crisisLines: crisisLines(country),
    path: pathOf(token),
  };
}
