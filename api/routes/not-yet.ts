import type { RequestHandler } from 'express';
import { type HeedError, invalidInput } from '../../records/errors';

/** What the contract promises and this version does not have: asked for, it is refused plainly. */
export const notYetAvailable = (what: string): HeedError =>
  invalidInput('not-yet-available', `${what} is not available in this version. Nothing was recorded.`);

export const refusesAsNotYet =
  (what: string): RequestHandler =>
  () => {
    throw notYetAvailable(what);
  };
