import { z } from 'zod';
import { sameAddress } from './inbox';

const ofEveryVendor = [
  '429',
  '500',
  'timeout',
  'slow',
  'drop-callback',
  'duplicate-callback',
  'reorder-callbacks',
] as const;
const scope = {
  /** Recipient; absent is anyone. */
  to: z.string().min(1).nullish(),
  /** How many messages; absent is until the faults are replaced. */
  times: z.int().positive().nullish(),
};

/** What can befall only an SMS, and only a call. */
const ofSms = ['21610', '30005', '30006'] as const;
const ofCalls = ['busy', 'no-answer', 'call-failed'] as const;

export const befallsSms = (fault: Fault): boolean => !ofCalls.some((one) => one === fault);
export const befallsCalls = (fault: Fault): boolean => !ofSms.some((one) => one === fault);

/** The body of `PUT /sandbox/faults` (contract.md §2). A fault that its vendor cannot have is refused. */
export const faultRulesSchema = z.array(
  z.discriminatedUnion('vendor', [
    z.strictObject({
      ...scope,
      vendor: z.literal('twilio'),
      fault: z.enum([...ofEveryVendor, ...ofSms, ...ofCalls]),
    }),
    z.strictObject({ ...scope, vendor: z.literal('sendgrid'), fault: z.enum([...ofEveryVendor, 'bounce']) }),
  ]),
);
export type FaultRule = z.infer<typeof faultRulesSchema>[number];
export type Vendor = FaultRule['vendor'];
export type Fault = FaultRule['fault'];

export interface Faults {
  /** Replaces all rules. */
  replace(rules: readonly FaultRule[]): void;
  /** What is left, with `times` counted down. */
  rules(): readonly FaultRule[];
  /** The fault for one request, from the first rule that fits and can befall it; it is used up by that. */
  take(vendor: Vendor, recipients: readonly string[], canBefall?: (fault: Fault) => boolean): Fault | undefined;
}

/** Faults are forgotten when the process ends; messages are not. */
export function createFaults(): Faults {
  let rules: readonly FaultRule[] = [];
  return {
    replace: (replacement) => {
      rules = replacement;
    },
    rules: () => rules,
    take(vendor, recipients, canBefall = () => true) {
      const taken = rules.find((rule) => rule.vendor === vendor && concerns(rule, recipients) && canBefall(rule.fault));
      if (taken) rules = rules.flatMap((rule) => (rule === taken ? usedOnce(rule) : [rule]));
      return taken?.fault;
    },
  };
}

function concerns({ to }: FaultRule, recipients: readonly string[]): boolean {
  return to == null || recipients.some((recipient) => sameAddress(recipient, to));
}

function usedOnce(rule: FaultRule): FaultRule[] {
  if (rule.times == null) return [rule];
  return rule.times > 1 ? [{ ...rule, times: rule.times - 1 }] : [];
}
