import { refusalThatCommits } from '../../api/http/problems';
import { conflict } from '../../records/errors';

test('a detail never stands in for a member of the problem itself', () => {
  const error = conflict('not-now', 'Not now.', { status: 'enrolled', type: 'mine', ends: 'soon' });

  expect(refusalThatCommits(error)).toMatchObject({
    status: 409,
    body: { type: 'urn:heed:problem:not-now', status: 409, detail: 'Not now.', ends: 'soon' },
  });
});
