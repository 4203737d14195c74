import { z } from 'zod';
import { marketingChannels } from '../../workflows/marketing-opt-out/words';
import { instant, webhookMessage } from '../platform-events/webhook-message';

/** What a platform that keeps a list is sent of an opt-out. Who it is about is known to it by their address, as it has them. */
export const optedOutMessage = webhookMessage(
  'marketing.opted-out',
  z.object({
    optOut: z.uuid(),
    list: z.uuid(),
    receivedAt: instant,
    confirmBy: instant,
    addresses: z.array(z.object({ channel: z.enum(marketingChannels), address: z.string() })),
  }),
);

export type OptedOutMessage = z.output<typeof optedOutMessage>;
