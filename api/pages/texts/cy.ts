import type { en } from './en';

/**
 * What the personal pages say in Welsh: so far only short phrases that public services have settled long ago. Whatever is
 * not here is said in English, and marked as English. A sentence on which somebody decides is added only once a Welsh
 * speaker of the organisation has written it: consent that was asked for in doubtful words is void. domain.md §3.2
 */
export const cy: Partial<Record<keyof typeof en, string>> = {
  title: 'Neges i chi',
  note: 'Nodyn',
  exit: 'Gadael y dudalen hon',
  continue: 'Parhau',
  back: 'Yn ôl',
  'mend.heading': 'Mae problem wedi codi',
  'client.next.heading': 'Beth sy’n digwydd nesaf',
  'form.name': 'Eich enw llawn',
  'form.version': 'Fersiwn {version}',
  'questions.heading': 'Cwestiwn {item} o {count}',
  'answers.heading': 'Eich atebion',
  'answers.change': 'newid',
  'answers.which': 'cwestiwn {item}',
  'afterwards.send': 'Anfon',
  'copy.birth-date': 'Beth yw eich dyddiad geni?',
};
