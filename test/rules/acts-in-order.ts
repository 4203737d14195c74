import type { Act, WhatHappened } from '../../workflows/urgent-care/contract';

/** What happened, one thing a minute, as the acts that it is recorded as. */
export const inOrder = (happenings: readonly WhatHappened[]): readonly Act[] =>
  happenings.map((what, index) => ({ id: `act-${index + 1}`, seq: index + 1, at: (index + 1) * 60_000, ...what }));
