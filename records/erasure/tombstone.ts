import { Prisma } from '../generated/client';
import type { ClientWords } from '../people';
import type { SignUpWords } from '../sign-up/sign-up-row';
import type { Work } from '../work';
import { asEraser } from './eraser';
import type { Whose } from './what-is-kept';
import { readable } from './whose';

/** A row that others hang on cannot go before these do. Until then it stands without a word in it. */

const noWords: ClientWords = {
  firstName: '',
  lastName: '',
  mobile: null,
  email: null,
  birthDate: null,
  country: null,
  safeContact: { sms: false, email: false },
  guardAnswer: '',
};

const nothingAsked: SignUpWords = {
  preferences: {},
  sharing: { riskSummary: false, progressSummary: false },
  marketing: { email: false, sms: false, topics: [] },
};

/** Removes the client's own row, if nothing hangs on it any more. Returns whether it did. */
export async function removeClient(work: Work, clientId: string): Promise<boolean> {
  if ((await whatHangsOn(work, clientId)).length > 0) return false;
  await asEraser(work, () => work.db.$executeRaw`DELETE FROM clients WHERE id = ${clientId}::uuid`);
  return true;
}

/** Takes the words out of what stays of an account, and whatever leads to its owner. */
export async function emptyAccount(work: Work, { clientId, addresses }: Whose): Promise<void> {
  const { db, at } = work;
  await db.enrolment.updateMany({ where: { clientId }, data: { sealed: null, courseId: null } });
  for (const { id } of await db.signUp.findMany({ where: { clientId, erasedAt: null }, select: { id: true } })) {
    const sealed = await sealedIfPossible(work, clientId, nothingAsked);
    await db.signUp.update({ where: { id }, data: { sealed, courseId: null, erasedAt: at } });
  }
  // One that was under way would be looked for, and begun anew.
  await db.signUp.updateMany({ where: { clientId, endedAt: null }, data: { status: 'left', endedAt: at } });
  await letMessagesSayWhoseTheyAre(work, clientId, addresses);
  await db.client.update({
    where: { id: clientId },
    data: {
      mobileIndex: null,
      emailIndex: null,
      code: null,
      erasedAt: at,
      sealed: await sealedIfPossible(work, clientId, noWords),
    },
  });
}

/** After a restore the key may be gone already, and nobody makes another: then nothing at all stays there. */
const sealedIfPossible = async (work: Work, clientId: string, nothing: object): Promise<Uint8Array<ArrayBuffer>> =>
  (await readable(work.seal(clientId, nothing))) ?? new Uint8Array();

/** What somebody wrote is found by their address, which is about to go; what belongs to a case is found by it, and may be another's. */
async function letMessagesSayWhoseTheyAre(work: Work, clientId: string, addresses: Whose['addresses']): Promise<void> {
  if (addresses.length === 0) return;
  await asEraser(
    work,
    () => work.db.$executeRaw`
      UPDATE inbound_messages SET client_id = ${clientId}::uuid, sender_index = NULL
      WHERE case_id IS NULL AND sender_index IN (${Prisma.join(addresses)})`,
  );
}

/** Tables with rows that refer to a client: the database itself knows them. */
export async function whatHangsOn({ db }: Work, clientId: string): Promise<readonly string[]> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint
    WHERE contype = 'f' AND confrelid = 'clients'::regclass ORDER BY 1`;
  const hanging: string[] = [];
  for (const { name } of tables) {
    const found = await db.$queryRaw<unknown[]>`
      SELECT FROM ${Prisma.raw(name)} WHERE client_id = ${clientId}::uuid LIMIT 1`;
    if (found.length > 0) hanging.push(name);
  }
  return hanging;
}
