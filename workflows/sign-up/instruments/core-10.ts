import type { Definition } from './definition';

/**
 * Barkham and others (2013), doi:10.1080/14733145.2012.729069. CC BY-NC-ND: its words stay as they are, and whoever uses
 * it for money needs a licence, which is why an organisation switches it on itself.
 */
export const core10: Definition = {
  instrument: 'CORE-10',
  version: '1',
  question:
    'This form has 10 statements about how you have been OVER THE LAST WEEK. Please read each statement and think how often you felt that way last week.',
  items: [
    'I have felt tense, anxious or nervous',
    'I have felt I have someone to turn to for support when needed',
    'I have felt able to cope when things go wrong',
    'Talking to people has felt too much for me',
    'I have felt panic or terror',
    'I made plans to end my life',
    'I have had difficulty getting to sleep or staying asleep',
    'I have felt despairing or hopeless',
    'I have felt unhappy',
    'Unwanted images or memories have been distressing me',
  ],
  options: ['Not at all', 'Only occasionally', 'Sometimes', 'Often', 'Most or all the time'],
  reversed: [2, 3],
  safetyItems: [6],
  mayMiss: 1,
  bands: [
    { from: 0, band: 'healthy' },
    { from: 6, band: 'low' },
    { from: 11, band: 'mild' },
    { from: 15, band: 'moderate' },
    { from: 20, band: 'moderate-to-severe' },
    { from: 25, band: 'severe' },
  ],
  caseFrom: 11,
  fromAge: 17,
  copyright: '© CORE System Trust: https://www.coresystemtrust.org.uk/copyright.pdf. CC BY-NC-ND 4.0.',
};
