import type { Definition } from './definition';

/** Kroenke, Spitzer and Williams (2001), doi:10.1046/j.1525-1497.2001.016009606.x */
export const phq9: Definition = {
  instrument: 'PHQ-9',
  version: '1',
  question: 'Over the last 2 weeks, how often have you been bothered by any of the following problems?',
  items: [
    'Little interest or pleasure in doing things',
    'Feeling down, depressed, or hopeless',
    'Trouble falling or staying asleep, or sleeping too much',
    'Feeling tired or having little energy',
    'Poor appetite or overeating',
    'Feeling bad about yourself — or that you are a failure or have let yourself or your family down',
    'Trouble concentrating on things, such as reading the newspaper or watching television',
    'Moving or speaking so slowly that other people could have noticed? Or the opposite — being so fidgety or restless that you have been moving around a lot more than usual',
    'Thoughts that you would be better off dead or of hurting yourself in some way',
  ],
  options: ['Not at all', 'Several days', 'More than half the days', 'Nearly every day'],
  reversed: [],
  safetyItems: [9],
  mayMiss: 0,
  bands: [
    { from: 0, band: 'minimal' },
    { from: 5, band: 'mild' },
    { from: 10, band: 'moderate' },
    { from: 15, band: 'moderately-severe' },
    { from: 20, band: 'severe' },
  ],
  caseFrom: 10,
  fromAge: null,
  copyright:
    'Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute.',
};
