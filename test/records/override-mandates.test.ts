import { saveMandateRules, settledRules } from '../../records/mandate-rules';
import { beginCaseAnew } from '../../records/urgent-care/begin-anew';
import type { OverrideInput } from '../../records/urgent-care/propose-override';
import { raiseConcern } from '../../records/urgent-care/raise-concern';
import { readCase } from '../../records/urgent-care/read-case';
import { recordWithdrawal } from '../../records/urgent-care/record-withdrawal';
import {
  openAskForApproval,
  openTellProposerTheyMayProceed,
  openTellSkippedApprovers,
} from '../../records/urgent-care/steps/ask-for-approval';
import type { Actor } from '../../records/work';
import type { Act } from '../../workflows/urgent-care/contract';
import type { JudgedFacts } from '../../workflows/urgent-care/mandate-facts';
import { nothingJudged } from '../../workflows/urgent-care/mandate-facts';
import type { RecipientName } from '../../workflows/urgent-care/words';
import {
  agrees,
  type CasesOnRecord,
  casesOnRecord,
  messagesOf,
  overrideForAChild,
  refuses,
  stepTools,
} from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest, refusalOf, refused } from '../support/records';
import { policyOfTests, savePolicyOf } from '../support/save-policy';

/** An override that was approved is a mandate like any other: read again in the transaction that records the dispatch. */

let underTest: RecordsUnderTest;
let cases: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  await savePolicyOf(underTest.records, underTest.demo.organisation, policyOfTests);
  cases = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());

const theClient: Actor = { kind: 'client', id: null, name: 'The client' };
const lacking: JudgedFacts = {
  ...nothingJudged,
  capacity: {
    state: 'assessed-lacking',
    assessor: 'Dr Farrow',
    assessedAt: '2026-11-20T10:00:00Z',
    grounds: 'Could not weigh what was said.',
  },
};
const harmful: JudgedFacts = { ...nothingJudged, harmToOthers: true };
const to = (recipient: RecipientName, tier: 'concern' | 'summary' = 'concern') => ({
  disclosures: [{ recipient, tier }],
});

/** Asked, silent about everybody, and in danger now. */
async function silentCase(): Promise<string> {
  const id = await cases.raised(await cases.newClient(), 'immediate');
  await cases.clientInformed(id);
  await cases.clientAnswers(id);
  return id;
}

/** Proposed by the practitioner, and approved by a supervisor. */
async function approvedCase(override: Partial<OverrideInput>): Promise<string> {
  const id = await silentCase();
  const { decisionId } = await cases.proposes(id, override);
  await cases.answersProposal('supervisor', id, decisionId, 'approve');
  return id;
}
const safeguarding = (): Promise<string> => approvedCase(to('gp', 'summary'));
const inBestInterests = (): Promise<string> => approvedCase({ ...to('gp', 'summary'), row: 3, facts: lacking });

/** What comes of the next try to tell this recipient. */
async function tried(id: string, recipient: RecipientName = 'gp'): Promise<string> {
  return (await cases.openDisclosure(await cases.disclosureOrder(id, recipient, 'email'))).kind;
}
const withdrawsAll = (id: string): Promise<void> =>
  cases.transact((work) => recordWithdrawal(work, id, theClient, { recipients: 'all', via: 'page' }));
const actsOf = async (id: string): Promise<readonly Act['kind'][]> =>
  (
    await underTest.asOwner<{ kind: Act['kind'] }>(
      `SELECT what->>'kind' AS kind FROM case_acts WHERE case_id = $1 ORDER BY seq`,
      [id],
    )
  ).map(({ kind }) => kind);
const statusOf = (id: string) =>
  cases.transact(async (work) => (await readCase(work, cases.caller('supervisor'), id)).status);

describe('who is told under an override', () => {
  test('is written to at its tier, and under its mandate', async () => {
    const id = await safeguarding();
    const [message] = messagesOf(await cases.openDisclosure(await cases.disclosureOrder(id, 'gp', 'email')));
    expect(message?.text).toContain('What happened:');
  });

  test('may be the police, at the organisation’s address for them', async () => {
    const id = await approvedCase({ ...to('police', 'summary'), row: 7, facts: harmful });
    const [message] = messagesOf(await cases.openDisclosure(await cases.disclosureOrder(id, 'police', 'email')));
    expect(message?.to).toBe('liaison@riverside-police.example');
  });

  test('is nobody before it is approved, nor after it was declined', async () => {
    const id = await silentCase();
    const { decisionId } = await cases.proposes(id, to('gp', 'summary'));
    expect(await tried(id)).toBe('withheld');
    await cases.answersProposal('supervisor', id, decisionId, 'decline');
    expect(await tried(id)).toBe('withheld');
  });
});

describe('an override that rests on silence', () => {
  test('falls when the client refuses: nothing is sent, and it is decided anew', async () => {
    const id = await safeguarding();
    await cases.clientAnswers(id, refuses('gp'));
    expect(await tried(id)).toBe('withheld');
    expect(await statusOf(id)).toBe('deciding');
    expect(await actsOf(id)).toContain('consent-withdrawn');
  });

  test('falls when the client withdraws everything', async () => {
    const id = await safeguarding();
    await withdrawsAll(id);
    expect(await tried(id)).toBe('withheld');
  });

  test('falls when the client agrees to less than it would tell', async () => {
    const id = await safeguarding();
    await cases.clientAnswers(id, agrees('gp', 'attention'));
    expect(await tried(id)).toBe('withheld');
  });

  test('stands when the client agrees to as much', async () => {
    const id = await safeguarding();
    await cases.clientAnswers(id, agrees('gp', 'summary'));
    expect(await tried(id)).toBe('opened');
  });

  test('stands when the client speaks of somebody else', async () => {
    const id = await safeguarding();
    await cases.clientAnswers(id, refuses('contact-1'));
    expect(await tried(id)).toBe('opened');
  });
});

describe('an override that rests on something else than the client’s word', () => {
  test.each<[string, () => Promise<string>, RecipientName]>([
    ['in their best interests', inBestInterests, 'gp'],
    ['for harm to others', () => approvedCase({ ...to('police'), row: 7, facts: harmful }), 'police'],
  ])('%s: goes on though the client withdraws, and whoever decides hears of it', async (_what, approved, recipient) => {
    const id = await approved();
    await withdrawsAll(id);
    expect(await tried(id, recipient)).toBe('opened');
  });

  test('a refusal of that recipient alone ends nothing, and is news for the owner', async () => {
    const id = await inBestInterests();
    await cases.clientAnswers(id, refuses('gp'));
    expect(await tried(id)).toBe('opened');
    expect(await actsOf(id)).not.toContain('consent-withdrawn');
    expect(await actsOf(id)).toContain('news-for-owner');
  });
});

describe('no override outlives', () => {
  test('the never-contact list', async () => {
    const id = await inBestInterests();
    await underTest.asOwner(
      `UPDATE urgent_care_plans SET never_contact = '{gp}' WHERE client_id = (SELECT client_id FROM cases WHERE id = $1)`,
      [id],
    );
    expect(await tried(id)).toBe('withheld');
  });

  test('the closing of its row by the DPO', async () => {
    const id = await safeguarding();
    const { dpo } = underTest.demo.organisation.staff;
    const actor = { kind: 'staff', id: dpo.id, name: dpo.name } as const;
    const rules = await cases.transact(settledRules);
    await cases.transact((work) => saveMandateRules(work, actor, { ...rules, closedRows: [4] }));
    const result = await tried(id);
    await cases.transact((work) => saveMandateRules(work, actor, rules));
    expect(result).toBe('withheld');
  });
});

describe('whoever may approve', () => {
  async function asked(id: string, decisionId: string, rung: number): Promise<readonly string[]> {
    const order = { ...(await cases.order(id)), decisionId, rung, nextPersonAt: Date.now() + 600_000 };
    return messagesOf(await cases.transact((work) => openAskForApproval(work, stepTools, order))).map((one) => one.to);
  }
  const mobileOf = (key: 'supervisor' | 'secondSupervisor' | 'practitioner'): string =>
    underTest.demo.organisation.staff[key].mobile;

  test('is asked one after the other, and round again; the checkpoint says whom it waits for', async () => {
    const id = await silentCase();
    const { decisionId } = await cases.proposes(id, to('gp', 'summary'));
    expect(await asked(id, decisionId, 0)).toContain(mobileOf('supervisor'));
    expect(await asked(id, decisionId, 1)).toContain(mobileOf('secondSupervisor'));
    const { checkpoint } = await cases.transact((work) => readCase(work, cases.caller('supervisor'), id));
    const { id: staffId } = underTest.demo.organisation.staff.secondSupervisor;
    expect(checkpoint).toMatchObject({ decisionId, waitingFor: { role: 'supervisor', staffId } });
    expect(await asked(id, decisionId, 2)).toContain(mobileOf('supervisor'));
  });

  test('is the rota, where nobody else has the role: a proposal is not left to itself', async () => {
    const id = await silentCase();
    const { decisionId } = await cases.proposes(id, to('gp', 'summary'));
    const { organisation } = underTest.demo;
    const supervisors = [organisation.staff.supervisor.id, organisation.staff.secondSupervisor.id];
    const setRoles = (role: string): Promise<unknown> =>
      underTest.asOwner('UPDATE staff SET roles = $2 WHERE id = ANY($1)', [supervisors, [role]]);
    await setRoles('admin');
    const written = await asked(id, decisionId, 1);
    await setRoles('supervisor');
    expect(written).toContain(organisation.staff.dutyClinician.mobile);
  });

  test('and was asked in vain hears once that it went ahead; the proposer heard before that they may', async () => {
    const id = await silentCase();
    const { decisionId } = await cases.proposes(id, to('gp', 'summary'));
    for (const rung of [0, 1, 2]) await asked(id, decisionId, rung);
    const proposal = async () => ({ ...(await cases.order(id)), decisionId });
    const order = await proposal();
    const toProposer = await cases.transact((work) => openTellProposerTheyMayProceed(work, stepTools, order));
    expect(messagesOf(toProposer).map((one) => one.to)).toContain(mobileOf('practitioner'));
    const next = await proposal();
    const skipped = messagesOf(await cases.transact((work) => openTellSkippedApprovers(work, stepTools, next)));
    const mobiles = skipped.map((one) => one.to).filter((address) => address.startsWith('+'));
    expect(mobiles.toSorted()).toEqual([mobileOf('supervisor'), mobileOf('secondSupervisor')].toSorted());
    expect(skipped[0]?.text).not.toContain(overrideForAChild.reason);
  });
});

describe('the database refuses', () => {
  const settle = (decisionId: string, standing: string, by: string): Promise<unknown> =>
    underTest.asOwner('UPDATE proposals SET standing = $2, answered_by_id = $3 WHERE decision_id = $1', [
      decisionId,
      standing,
      by,
    ]);

  test('an approval by the proposer', async () => {
    const id = await silentCase();
    const { decisionId } = await cases.proposes(id, to('gp', 'summary'));
    const { practitioner } = underTest.demo.organisation.staff;
    expect(await refusalOf(settle(decisionId, 'approved', practitioner.id))).toBe(refused.byCheck);
  });

  test('that not telling the client first goes ahead unapproved', async () => {
    const { id: clientId } = await cases.newClient();
    const concern = { clientId, about: null, concern: 'He reads her messages.', doneSoFar: '' };
    const { id } = await cases.transact((work) =>
      raiseConcern(work, cases.caller('practitioner'), {
        ...concern,
        immediacy: 'immediate',
        doNotInform: 'Whoever reads her phone is the danger.',
      }),
    );
    const [proposal] = await underTest.asOwner<{ decision_id: string }>(
      'SELECT decision_id FROM proposals WHERE case_id = $1',
      [id],
    );
    const { practitioner } = underTest.demo.organisation.staff;
    const asking = settle(proposal?.decision_id ?? '', 'proceeded', practitioner.id);
    expect(await refusalOf(asking)).toBe(refused.byCheck);
  });
});

test('a process that begins anew still knows that the client was perhaps not to be told first', async () => {
  const { id: clientId } = await cases.newClient();
  const { id } = await cases.transact((work) =>
    raiseConcern(work, cases.caller('practitioner'), {
      clientId,
      about: null,
      concern: 'He reads her messages.',
      immediacy: 'immediate',
      doneSoFar: '',
      doNotInform: 'Whoever reads her phone is the danger.',
    }),
  );
  await underTest.asOwner('UPDATE outbox_entries SET delivered_at = now() WHERE organisation_id = $1', [
    underTest.demo.organisation.id,
  ]);
  expect(await cases.transact((work) => beginCaseAnew(work, id))).toBe('begun-anew');
  const started = await underTest.asOwner<{ known: string | null }>(
    `SELECT payload->'input'->'notInforming'->>'decisionId' AS known FROM outbox_entries
     WHERE kind = 'start' AND workflow_id = $1 ORDER BY seq`,
    [`urgent-care/${id}`],
  );
  const [proposal] = await underTest.asOwner<{ decision_id: string }>(
    'SELECT decision_id FROM proposals WHERE case_id = $1',
    [id],
  );
  expect(started.map(({ known }) => known)).toEqual([proposal?.decision_id, proposal?.decision_id]);
});
