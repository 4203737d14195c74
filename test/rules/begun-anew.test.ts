import { caseOnPaper, clientAnswers, decided, ownerAsksAgain, withdrawn } from './case-on-paper';

/** A case whose process was lost begins anew from what is on record, in minute 0 of the new one. docs/adr/0009 */

const minutes = (count: number): number => count * 60_000;
const askedAgo = (count: number) => ({ askedAt: minutes(-count), windowEndsAt: minutes(10 - count) });

test('a client who was asked is not asked again, and keeps the time that they were given', async () => {
  const theCase = await caseOnPaper({ resumed: { stepsTaken: 1, client: askedAgo(4), heard: [] } });

  expect(await theCase.during('PT5M59.999S')).toEqual([]);
  expect(await theCase.during('PT0.001S')).toEqual(['6: the owner is asked to decide']);
});

test('a client who was not asked yet is asked', async () => {
  const theCase = await caseOnPaper({ resumed: { stepsTaken: 0, client: null, heard: [] } });

  expect(await theCase.during('PT0S')).toEqual(['0: the client is asked']);
});

test('a client who has answered is waited for no more', async () => {
  const theCase = await caseOnPaper({ resumed: { stepsTaken: 1, client: askedAgo(4), heard: [clientAnswers] } });

  expect(await theCase.during('PT0S')).toEqual(['0: the owner is asked to decide']);
});

test('a decision to ask again that was carried out is not carried out again', async () => {
  const heard = [clientAnswers, decided('gp'), withdrawn('gp'), ownerAsksAgain];
  const theCase = await caseOnPaper({ resumed: { stepsTaken: 6, client: askedAgo(3), heard } });

  expect(await theCase.during('PT6M59.999S')).toEqual(['0: the client is told what had gone']);
  expect(await theCase.during('PT0.001S')).toEqual(['7: the owner is asked to decide']);
});

test('a client who was asked again and has answered that is waited for no more', async () => {
  const heard = [clientAnswers, ownerAsksAgain, clientAnswers];
  const theCase = await caseOnPaper({ resumed: { stepsTaken: 3, client: askedAgo(3), heard } });

  expect(await theCase.during('PT0S')).toEqual(['0: the owner is asked to decide']);
});

test('a decision to ask again that was not carried out yet is carried out', async () => {
  const heard = [clientAnswers, ownerAsksAgain];
  const theCase = await caseOnPaper({ resumed: { stepsTaken: 2, client: null, heard } });

  expect(await theCase.during('PT0S')).toEqual(['0: the client is asked']);
});

test('the numbers of its steps go on: none is used twice', async () => {
  const theCase = await caseOnPaper({ resumed: { stepsTaken: 7, client: null, heard: [] } });

  expect(theCase.lastStep).toBe(8);
});

test('a case that begins for the first time counts its steps from 1', async () => {
  const theCase = await caseOnPaper();

  expect(theCase.lastStep).toBe(1);
});
