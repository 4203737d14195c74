import type { Ruling } from '../../workflows/urgent-care/mandates';
import type { RecipientName, Tier } from '../../workflows/urgent-care/words';
import type { ProposedDisclosure } from './consents';

/** How the table ruled on one disclosure of a decision. contract.md §3 */
export interface RulingOnOne {
  readonly recipient: RecipientName;
  readonly tier: Tier;
  readonly row: number | null;
  readonly result: Ruling['result'];
  readonly offers: readonly string[];
}

/** The least intrusive ruling there is, with what would be lawful instead. */
export function rulingOnOne({ recipient, tier, rulings, mandate }: ProposedDisclosure): RulingOnOne {
  const { row = null, result = 'refused' } = rulings.rulings[0] ?? {};
  const isOpen = result !== 'refused' && mandate === null;
  const offers = isOpen ? [`Propose an override on row ${row}: a second person must approve it.`] : rulings.offers;
  return { recipient, tier, row, result, offers };
}
