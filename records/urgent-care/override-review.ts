import type { Work } from '../work';

/** Who proposed an override in this case: none of them reviews it. domain.md §3.11 */
export async function proposersOf(work: Work, caseId: string): Promise<readonly string[]> {
  const proposed = await work.db.decision.findMany({ where: { caseId, kind: 'override' }, select: { byId: true } });
  return proposed.map(({ byId }) => byId);
}
