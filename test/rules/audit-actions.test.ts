import { actionInWords, actionMeant } from '../../api/console/privacy/actions';

/** What was done, as the audit names it and as people read and write it. */

test.each([
  ['case.read', 'Case read'],
  ['opt-out.breached', 'Opt-out breached'],
  ['audit-chain.verified', 'Audit-chain verified'],
  ['erasure.called-off', 'Erasure called-off'],
])('%s is read as %s, and asked for so', (action, words) => {
  expect(actionInWords(action)).toBe(words);
  expect(actionMeant(words)).toBe(action);
});

test.each([
  ['as the audit names it', 'case.read', 'case.read'],
  ['with room around and within it', '  Case   read ', 'case.read'],
  ['by its first word', 'Hold', 'hold.'],
])('what was done is asked for %s', (_how, written, action) => {
  expect(actionMeant(written)).toBe(action);
});
