import type { MarketingLetter } from '../../../records/marketing/letters';
import type { Language } from './language';
import { rendered } from './template';

/** An organisation's words to many, in a frame in one language. */
export const marketingLetterIn =
  ({ templates }: Language): MarketingLetter =>
  (channel, { inboundEmail, ...facts }) =>
    rendered(templates['marketing-message'], channel, { ...facts, inboundEmail: inboundEmail ?? '' });
