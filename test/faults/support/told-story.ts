import type { Connection } from '@temporalio/client';
import type { InboxMessage } from '../../../local/sandbox/message';
import type { DescribedOrganisation } from '../../../prisma/seed';
import { sealAuditChains, verifyAuditChains } from '../../../records/audit/chain';
import type { CaseView } from '../../../records/urgent-care/read-case';
import type { HeedWithoutWorker } from '../../support/heed';
import { until } from '../../support/until';
import type { Boundary } from './boundaries';
import { startMortalWorker } from './mortal-worker';
import { setStage } from './stage';
import type { Activity, Story } from './stories';
import { unsentMessages } from './tries';

/** Steps that follow on one another may each wait for a worker that died. */
const waitsAtMostMs = 180_000;
const lookEveryMs = 250;

/** What is left of a story when it has been told. */
export interface ToldStory {
  readonly case: CaseView;
  /** In which activities the worker died. */
  readonly deaths: readonly Activity[];
  /** Everything that reached anybody, oldest first, a line each, without what differs from case to case. */
  readonly inbox: readonly string[];
  /** Those of it that are on record as possible duplicates. */
  readonly possibleDuplicates: readonly string[];
  readonly timeline: readonly string[];
  /** Messages that the vendors have not, as far as our record goes. */
  readonly unsent: number;
  readonly auditHolds: boolean;
}

/** Carries one case from its concern to its end, with a worker that dies at this boundary. */
export async function tell(
  story: Story,
  boundary: Boundary | null,
  { connection, namespace }: { connection: Connection; namespace: string },
): Promise<ToldStory> {
  const withoutReports = boundary?.withoutReports ?? false;
  const stage = await setStage({ connection, namespace, withoutReports, immediacy: story.immediacy });
  try {
    const { heed, dr, dutyClinician, jo, theCase } = stage;
    const worker = await startMortalWorker(heed, namespace, theCase.id, { boundary, spares: story.spared });
    stage.whenCleared(() => worker.end());
    const rest = () => stage.rest(() => worker.check());
    const comesTo = async (kind: string): Promise<void> => {
      await rest();
      const isTold = async () => (await theCase.timeline()).some((told) => told.kind === kind);
      await until(`the timeline tells of ${kind}`, isTold, waitsAtMostMs, lookEveryMs);
      await rest();
    };

    await rest();
    await story.play({ dr, dutyClinician, jo, theCase, rest, comesTo });
    // The client is asked how it was a moment after the outcome: until then the case rests without being over.
    await until('the case closes', async () => (await theCase.read()).status === 'closed', waitsAtMostMs, lookEveryMs);
    await rest();

    const view = await theCase.read();
    const timeline = (await theCase.timeline()).map(({ kind }) => kind);
    return { ...(await leftBy(heed, view)), timeline, deaths: worker.deaths() };
  } finally {
    await stage.clear();
  }
}

async function leftBy(heed: HeedWithoutWorker, view: CaseView) {
  const { records, demo, sandbox } = heed;
  const { organisation } = demo;
  const messages = sandbox.messages();
  const flagged = await records.withOrganisation(organisation.id, new Date(), ({ db }) =>
    db.dispatch.findMany({ where: { caseId: view.id, possibleDuplicate: true } }),
  );
  const nameOf = namesIn(organisation);
  const line = ({ to, channel, text }: InboxMessage): string =>
    `${nameOf(to)} by ${channel}: ${text.replaceAll(view.code, 'CODE').replace(/https?:\S+/g, 'LINK')}`;
  await sealAuditChains(records, new Date());
  const audits = await verifyAuditChains(records, new Date());
  return {
    case: view,
    inbox: messages.map(line),
    // SendGrid's events name a message by its request's id and something more.
    possibleDuplicates: messages.filter(({ id }) => flagged.some(({ vendorId }) => vendorId?.startsWith(id))).map(line),
    unsent: await unsentMessages(heed, view.id),
    auditHolds: audits.every(({ brokenAt, unsealed }) => brokenAt === null && unsealed === 0),
  };
}

/** Whose number or address it is, in the domain's words. */
function namesIn({ staff, clients }: DescribedOrganisation): (address: string) => string {
  const [client] = clients;
  const { gp, contacts } = client?.urgentCarePlan ?? { gp: null, contacts: [] };
  const names = new Map<string | null | undefined, string>([
    [client?.mobile, 'client'],
    [client?.email, 'client'],
    [gp?.email, 'gp'],
    [gp?.phone, 'gp'],
    ...contacts.map((contact, index): [string | null | undefined, string] => [contact?.mobile, `contact-${index + 1}`]),
    ...Object.entries(staff).flatMap(([key, { mobile, email }]): [string, string][] => [
      [mobile, key],
      [email, key],
    ]),
  ]);
  return (address) => names.get(address) ?? address;
}
