/** What is said of a form itself, in whichever room it stands. */

/** What forms of several rooms ask, by where its answer stands in what is sent. */
const field: Readonly<Record<string, string>> = { reason: 'Your reason', answer: 'Your answer' };

/** In place of a problem's own sentence, by its name. */
const refusal: Readonly<Record<string, string>> = {
  'request-in-flight': 'This is being recorded already. Send it again in a second to see what came of it.',
  'idempotency-key-reused':
    'This form was sent before, with something else in it. Open the page again, and see what is on record.',
};

export const frameForms = { field, refusal } as const;
