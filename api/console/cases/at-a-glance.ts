import { labelled } from '../../../records/urgent-care/labels';
import type { LawfulNow } from '../../../records/urgent-care/what-is-lawful';
import type { ClientAnswer } from '../../../workflows/urgent-care/mandate-facts';

/** What one reads of a case before one opens it: a sentence on what the client said, and one on what is lawful now. Pure. */

export function whatTheClientSaid(lawful: readonly LawfulNow[]): string {
  const by = (answer: ClientAnswer) => lawful.filter((one) => one.answer === answer);
  const said = [
    ...sentence('The client agreed', by('consented')),
    ...sentence(by('consented').length > 0 ? 'Said no' : 'The client said no', by('refused')),
  ];
  if (said.length > 0) return said.join(' ');
  return by('silent').length > 0 ? 'The client has not answered.' : 'The client was not asked.';
}

export function whatIsLawful(lawful: readonly LawfulNow[]): string {
  const without = lawful.filter(({ mayBeTold }) => !mayBeTold);
  const may = [
    ...sentence(
      'You may tell',
      lawful.filter(({ mayBeTold }) => mayBeTold),
      '',
    ),
    ...sentence(
      'If a second person approves it',
      without.filter(({ result }) => result === 'needs-second-approval'),
    ),
    ...sentence(
      'If the data protection officer releases it',
      without.filter(({ result }) => result === 'needs-release'),
    ),
  ];
  return may.length > 0 ? may.join(' ') : 'Nobody may be told as it stands.';
}

const sentence = (beginning: string, about: readonly LawfulNow[], stop = ':'): readonly string[] =>
  about.length === 0 ? [] : [`${beginning}${stop} ${labelled(about.map(({ recipient }) => recipient))}.`];
