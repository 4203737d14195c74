import type { Reply } from '../support/api';
import { type Asker, marketingByApi } from '../support/marketing-by-api';
import { aPlatform } from '../support/marketing-on-record';

/** Who may do what in marketing. contract.md §6 */

const story = marketingByApi();
const { agree, confirm, optOut, withList } = story;

describe('who may', () => {
  const everybody: readonly Asker[] = ['platform', 'practitioner', 'dutyClinician', 'supervisor', 'dpo', 'admin'];
  const asks: readonly (readonly [string, readonly Asker[], (who: Asker) => Promise<Reply>])[] = [
    ['record a consent', ['platform', 'admin'], (who) => agree({}, who)],
    ['record an opt-out', ['platform', 'admin', 'dpo'], (who) => optOut({ clientId: story.clientId }, who)],
    ['read opt-outs', ['platform', 'admin', 'dpo'], (who) => story.api.call(who, 'GET', '/v1/marketing/opt-outs')],
    [
      'see where a client stands',
      ['platform', 'admin', 'dpo'],
      (who) => story.api.call(who, 'GET', `/v1/clients/${story.clientId}/marketing`),
    ],
    ['see lists', ['admin', 'dpo'], (who) => story.api.call(who, 'GET', '/v1/marketing/lists')],
    [
      'add a list',
      ['admin', 'dpo'],
      (who) => story.api.call(who, 'POST', '/v1/marketing/lists', { name: 'Platform', ...aPlatform }),
    ],
    [
      'confirm',
      ['platform', 'admin'],
      async (who) => {
        const list = await withList();
        const { body } = await optOut({ email: `somebody.${who}@mail.example`.toLowerCase() });
        return confirm(body['id'], { list }, who);
      },
    ],
  ];
  test.each(asks)('may %s: %j', async (_what, allowed, ask) => {
    const may: Asker[] = [];
    for (const who of everybody) {
      const { status } = await ask(who);
      expect(status === 403 || status < 300).toBe(true);
      if (status !== 403) may.push(who);
    }
    expect(may.sort()).toEqual([...allowed].sort());
  });
});
