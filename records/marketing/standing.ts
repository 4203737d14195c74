import type { EvidenceSource, MarketingChannel } from '../../workflows/marketing-opt-out/words';
import { marketingChannels } from '../../workflows/marketing-opt-out/words';
import { auditRead } from '../audit/reads';
import type { Caller } from '../caller';
import { clientWords } from '../people';
import type { Work } from '../work';
import { addressOn, consentsInForce } from './consents';
import { listOptOuts, type OptOutInBrief } from './read-opt-outs';
import { isSuppressed } from './suppressions';

/** Where a client stands with marketing, as their account page shows it. Instants are ISO. */
export interface MarketingStanding {
  readonly clientId: string;
  readonly consents: readonly {
    readonly channel: MarketingChannel;
    readonly topic: string;
    readonly source: EvidenceSource;
    readonly givenAt: string;
  }[];
  readonly suppressed: Readonly<Record<MarketingChannel, boolean>>;
  /** Newest first. */
  readonly optOuts: readonly OptOutInBrief[];
}

/** As marketingStanding, for whoever asks: every look is audited. @throws NotFound */
export async function readMarketingStanding(work: Work, caller: Caller, clientId: string): Promise<MarketingStanding> {
  const standing = await marketingStanding(work, clientId);
  await auditRead(work, caller, { action: 'marketing.read', clientId });
  return standing;
}

/** @throws NotFound for a client who is not this organisation's */
export async function marketingStanding(work: Work, clientId: string): Promise<MarketingStanding> {
  const words = await clientWords(work, clientId);
  const consents = await consentsInForce(work, clientId);
  const suppressed = { email: false, sms: false };
  for (const channel of marketingChannels) {
    const address = addressOn(channel, words);
    if (address !== null) suppressed[channel] = await isSuppressed(work, channel, address);
  }
  return {
    clientId,
    consents: consents.map(({ givenAt, ...consent }) => ({ ...consent, givenAt: givenAt.toISOString() })),
    suppressed,
    optOuts: await listOptOuts(work, { clientId }),
  };
}
