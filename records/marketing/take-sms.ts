import { disclosuresTo, type Placed, passOn } from '../urgent-care/pass-on';
import { type InboundSms, type ReplyTaken, takeReply, takeSms, withMedia } from '../urgent-care/take-reply';
import { heedItself, type Work } from '../work';
import { recordOptOut } from './opt-outs';
import { smsReadsAs } from './reads-as-opt-out';

/** As for any SMS, or `opted-out`: it says that no more marketing is wanted, and nothing else. */
export type MarketingReplyTaken = ReplyTaken | 'opted-out';

/** Takes an SMS that came in at the number from which marketing goes out. domain.md §4 */
export function takeMarketingSms(work: Work, sms: InboundSms): Promise<MarketingReplyTaken> {
  const { optsOut, forAPerson } = smsReadsAs(sms.text, sms);
  if (!optsOut) return takeReply(work, sms);
  return takeSms<'opted-out' | Placed['taken']>(work, sms, async () => {
    const { from: mobile } = sms;
    await recordOptOut(work, heedItself, { whom: { mobile }, source: 'inbound-sms', receivedAt: work.at });
    if (!forAPerson) return { taken: 'opted-out', caseId: null };
    return passOn(work, withMedia(sms), await disclosuresTo(work, mobile));
  });
}
