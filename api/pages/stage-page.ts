import type { FollowedSignUp } from '../../records/sign-up/personal-page';
import type { Work } from '../../records/work';

/** The client's page at one stage of a sign-up: what is asked there, and what its form does. */
export interface StagePage {
  readonly show: (work: Work, followed: FollowedSignUp) => Promise<Shown>;
  /**
   * Takes what the page's form sent, whose number is counted already.
   * @returns what was received, in a word of `received` in sign-up-page.ts; or a page to show instead
   */
  readonly take?: (work: Work, followed: FollowedSignUp, body: unknown) => Promise<Received | Shown>;
}

export interface Shown {
  readonly status?: number;
  readonly template: string;
  /** Beside what every page of a sign-up shows. */
  readonly view: object;
}

export type Received = 'signed' | 'answered' | 'withdrawn' | 'left' | 'renewed';
