import { Router } from 'express';
import { z } from 'zod';
import { orderMessage } from '../../records/marketing/order-message';
import { changeStanding, type StandingChange } from '../../records/marketing/pause-or-cancel';
import { readMessage } from '../../records/marketing/read-message';
import { once, short, words } from '../contract/fields';
import { type ApiDeps, perform, read } from '../http/perform';
import { idInPath, valid } from '../http/validate';

export interface MarketingMessageDeps extends ApiDeps {
  /** Whether there is an address from which marketing goes out. */
  readonly sendsEmail: boolean;
}

const oneLine = /^[^\p{Cc}]*$/u;
const mostNamed = 2_000;
const order = z.strictObject({
  topic: short,
  subject: short.regex(oneLine, 'must be one line'),
  text: words,
  sms: words.nullish(),
  audience: z.union([
    z.literal('all-consented'),
    z.strictObject({ clientIds: once(z.array(z.uuid()).min(1).max(mostNamed)) }),
  ]),
});

/** `/v1/marketing/messages`: messages to many. contract.md §6 */
export function marketingMessageRoutes({ sendsEmail, ...deps }: MarketingMessageDeps): Router {
  const router = Router();
  const idOf = (id: unknown): string => idInPath(id, 'message');

  router.post(
    '/',
    perform(deps, async (work, caller, request) => {
      const body = await orderMessage(work, caller, valid(order, request.body), { sendsEmail });
      return { status: 202, location: `/v1/marketing/messages/${body.id}`, body };
    }),
  );
  router.get(
    '/:id',
    read(deps, (work, caller, request) => readMessage(work, caller, idOf(request.params['id']))),
  );
  const steps: readonly StandingChange[] = ['pause', 'resume', 'cancel'];
  for (const step of steps) {
    router.post(
      `/:id/${step}`,
      perform(deps, async (work, caller, request) => {
        return { status: 200, body: await changeStanding(work, caller, idOf(request.params['id']), step) };
      }),
    );
  }
  return router;
}
