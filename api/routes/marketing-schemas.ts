import { z } from 'zod';
import { faultOfTarget, type WebhookTargets } from '../../runtime/public-targets';
import { evidenceSources, marketingChannels } from '../../workflows/marketing-opt-out/words';
import { address, email, instant, once, phoneNumber, short, words } from '../contract/fields';

/** The bodies of `/v1/marketing`. contract.md §6 */

export const consentBody = z.strictObject({
  clientId: z.uuid(),
  channel: z.enum(marketingChannels),
  topics: once(z.array(short).min(1).max(20)),
  evidence: z.strictObject({ at: instant, wording: words, source: z.enum(evidenceSources) }),
});

/** As in `preferences-page`: what is said in words of somebody belongs nowhere in it. */
const source = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be a name such as phone or preferences-page')
  .max(50);

export const optOutBody = z
  .strictObject({
    clientId: z.uuid().optional(),
    email: email.optional(),
    mobile: phoneNumber.optional(),
    source,
    receivedAt: instant.optional(),
  })
  .transform(({ clientId, email: byEmail, mobile, ...rest }, context) => {
    const given = [
      ...(clientId === undefined ? [] : [{ clientId }]),
      ...(byEmail === undefined ? [] : [{ email: byEmail }]),
      ...(mobile === undefined ? [] : [{ mobile }]),
    ];
    const [whom, another] = given;
    if (whom && !another) return { ...rest, whom };
    context.addIssue({ code: 'custom', message: 'name exactly one of clientId, email and mobile' });
    return z.NEVER;
  });

export const optOutsQuery = z.strictObject({ clientId: z.uuid().optional() });

export const confirmationBody = z.strictObject({ list: z.uuid(), confirmedAt: instant.optional() });

/** Of Standard Webhooks: 24 to 64 bytes. */
const secret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and the base64 of 24 to 64 bytes')
  .refine((text) => hasLength(Buffer.from(text.slice('whsec_'.length), 'base64')), {
    message: 'must be whsec_ and the base64 of 24 to 64 bytes',
  });
const hasLength = ({ length }: Buffer): boolean => length >= 24 && length <= 64;

/** @param targets where a webhook may stand */
export const listBody = (targets: WebhookTargets) =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('sendgrid-group'), name: short, groupId: z.int().positive() }),
    z.strictObject({
      kind: z.literal('webhook'),
      name: short,
      url: address.superRefine((url, context) => {
        const fault = faultOfTarget(url, targets);
        if (fault !== null) context.addIssue({ code: 'custom', message: fault });
      }),
      secret,
    }),
  ]);
