import { z } from 'zod';

/** ISO 8601, in UTC. */
export const instant = z.iso.datetime();

/** What a webhook carries, as Standard Webhooks names its parts. */
export const webhookMessage = <const Type extends string, Data extends z.ZodObject>(type: Type, data: Data) =>
  z.object({
    type: z.literal(type),
    timestamp: instant.meta({ description: 'When it happened; `webhook-timestamp` is when it was sent.' }),
    data,
  });
