import { type Instrument, instruments } from '../../workflows/sign-up/words';
import { auditRead } from '../audit/reads';
import type { Caller } from '../caller';
import { requireInPathway } from '../clients/pathway';
import { sharingOf } from '../clients/read-client';
import { clientWords } from '../people';
import type { Work } from '../work';
import type { AssessmentWords } from './submit';

/** One questionnaire as it came out. Of its safety answers nothing is here: they are a conversation, and no measure. domain.md §2.4 */
export interface Measured {
  readonly at: Date;
  readonly total: number;
  readonly band: string;
  readonly caseness: boolean;
}

export interface Measure {
  readonly instrument: Instrument;
  /** Oldest first; at least one. */
  readonly results: readonly Measured[];
}

export type Measures =
  | { readonly kind: 'shown'; readonly measures: readonly Measure[] }
  /** They have not said that whoever treats them may see their progress. domain.md §2.7 */
  | { readonly kind: 'not-shared' }
  /** They have withdrawn the form by which it may be processed. domain.md §2.2 */
  | { readonly kind: 'restricted' };

/**
 * What a client's questionnaires came to over time, as far as the client lets it be seen. Every look is audited.
 * @throws Forbidden for anybody outside of the client's treatment pathway; NotFound
 */
export async function readMeasures(work: Work, caller: Caller, clientId: string): Promise<Measures> {
  await requireInPathway(work, caller, clientId);
  const { restricted } = await work.db.client.findUniqueOrThrow({ where: { id: clientId } });
  if (restricted) return { kind: 'restricted' };
  const { progressSummary } = await sharingOf(work, clientId, await clientWords(work, clientId));
  if (!progressSummary) return { kind: 'not-shared' };
  await auditRead(work, caller, { action: 'measures.read', clientId });
  const rows = await work.db.assessment.findMany({ where: { clientId }, orderBy: { submittedAt: 'asc' } });
  const results = await Promise.all(
    rows.map(async ({ instrument, submittedAt: at, sealed }) => {
      const { total, band, caseness } = (await work.open<AssessmentWords>(clientId, sealed)).result;
      return { instrument, result: { at, total, band, caseness } };
    }),
  );
  const measures = instruments.map((instrument) => ({
    instrument,
    results: results.flatMap((one) => (one.instrument === instrument ? [one.result] : [])),
  }));
  return { kind: 'shown', measures: measures.filter((measure) => measure.results.length > 0) };
}
