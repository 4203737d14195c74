import { newCode } from '../../records/codes';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';

/** Codes that people read out and type in: nobody has the code of another. */

let underTest: RecordsUnderTest;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
}, 60_000);
afterAll(() => underTest?.stop());

/** As many codes as there are people who ask at once: each has to find one that is left. */
const left = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
const isTaken = (code: string): Promise<boolean> => Promise.resolve(!left.includes(code));

/** A gate that opens once so many have come to it. */
function meeting(of: number): () => Promise<void> {
  let come = 0;
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    come += 1;
    if (come === of) open();
    return opened;
  };
}

/** Each in a transaction of its own, which commits when every one of them has got a code. */
const codesAtOnce = (whose: readonly { readonly organisationId: string; readonly what: string }[]) => {
  const everybodyHasOne = meeting(whose.length);
  return Promise.all(
    whose.map(({ organisationId, what }) =>
      underTest.records.withOrganisation(organisationId, new Date(), async (work) => {
        const code = await newCode(work, what, 1, isTaken);
        await everybodyHasOne();
        return code;
      }),
    ),
  );
};

test('people who are given one at once are given different ones', async () => {
  const { id: organisationId } = underTest.demo.organisation;
  const codes = await codesAtOnce(left.map(() => ({ organisationId, what: 'case' })));
  expect(codes.toSorted()).toEqual(left);
});

test('codes of another kind, or of another organisation, take none away', async () => {
  const { organisation, otherOrganisation } = underTest.demo;
  const whose = [
    ...left.map(() => ({ organisationId: organisation.id, what: 'case' })),
    ...left.slice(0, 4).map(() => ({ organisationId: organisation.id, what: 'client' })),
    ...left.slice(0, 4).map(() => ({ organisationId: otherOrganisation.id, what: 'case' })),
  ];
  expect(await codesAtOnce(whose)).toHaveLength(16);
});
