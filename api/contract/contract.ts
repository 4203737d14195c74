import type { Group } from './endpoint';
import { enrolments } from './enrolments';

/** All that `/v1` offers, in the order in which a reader wants to meet it. */
export const contract: readonly Group[] = [enrolments];
