import { applyAct } from '../../workflows/urgent-care/after-act';
import type { Act } from '../../workflows/urgent-care/contract';
import { defaultPolicy, pinPolicy } from '../../workflows/urgent-care/policy';
import { openingState } from '../../workflows/urgent-care/state';
import { inOrder } from './acts-in-order';

const opening = openingState({ policy: pinPolicy(defaultPolicy), immediacy: 'immediate' });

const [withdrawal, decision] = inOrder([
  { kind: 'consent-withdrawn', recipients: ['gp'] },
  { kind: 'proceed-decided', recipients: ['contact-1'] },
]) as [Act, Act];

describe('one act', () => {
  test('is applied, and is then the last that was seen', () => {
    expect(applyAct(opening, withdrawal)).toMatchObject({ actsSeen: 1, untoldWithdrawals: 1 });
  });

  test('changes nothing when it comes a second time', () => {
    const once = applyAct(opening, withdrawal);

    expect(applyAct(once, withdrawal)).toBe(once);
  });

  test('changes nothing before those that were committed first', () => {
    expect(applyAct(opening, decision)).toBe(opening);
  });

  test('changes nothing in the state that it was applied to', () => {
    const before = JSON.stringify(opening);
    applyAct(opening, withdrawal);

    expect(JSON.stringify(opening)).toBe(before);
  });
});

test.each(['acknowledged', 'cannot'] as const)('"%s" after "acting": only "cannot" takes it back', (later) => {
  const { disclosures } = inOrder([
    { kind: 'proceed-decided', recipients: ['gp'] },
    { kind: 'acknowledged', recipient: 'gp', answer: 'acting' },
    { kind: 'acknowledged', recipient: 'gp', answer: later },
  ]).reduce(applyAct, opening);

  expect(disclosures).toMatchObject([{ recipient: 'gp', answer: later === 'cannot' ? 'cannot' : 'acting' }]);
});

test('order matters: a decision after a withdrawal stands, a withdrawal after a decision takes it back', () => {
  const decided = [withdrawal, decision].reduce(applyAct, opening);
  const [first, second] = inOrder([
    { kind: 'proceed-decided', recipients: ['contact-1'] },
    { kind: 'consent-withdrawn', recipients: ['gp'] },
  ]) as [Act, Act];

  expect(decided.decided).toBe(true);
  expect([first, second].reduce(applyAct, opening).decided).toBe(false);
});
