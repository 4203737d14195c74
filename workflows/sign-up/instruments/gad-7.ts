import type { Definition } from './definition';

/** Spitzer, Kroenke, Williams and Löwe (2006), doi:10.1001/archinte.166.10.1092 */
export const gad7: Definition = {
  instrument: 'GAD-7',
  version: '1',
  question: 'Over the last 2 weeks, how often have you been bothered by the following problems?',
  items: [
    'Feeling nervous, anxious or on edge',
    'Not being able to stop or control worrying',
    'Worrying too much about different things',
    'Trouble relaxing',
    'Being so restless that it is hard to sit still',
    'Becoming easily annoyed or irritable',
    'Feeling afraid as if something awful might happen',
  ],
  options: ['Not at all', 'Several days', 'More than half the days', 'Nearly every day'],
  reversed: [],
  safetyItems: [],
  mayMiss: 0,
  bands: [
    { from: 0, band: 'minimal' },
    { from: 5, band: 'mild' },
    { from: 10, band: 'moderate' },
    { from: 15, band: 'severe' },
  ],
  caseFrom: 8,
  fromAge: null,
  copyright:
    'Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute.',
};
