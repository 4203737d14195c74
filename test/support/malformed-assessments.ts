/** Bodies that are refused, each with a safety answer that can be read in it all the same. */

const phq9 = [0, 0, 0, 0, 0, 0, 0, 0, 2];
const core10 = [0, 4, 4, 0, 0, 3, 0, 0, 0, 0];

const json: readonly (readonly [string, unknown])[] = [
  ['an answer out of range', { instrument: 'PHQ-9', version: '1', answers: phq9.with(0, 7) }],
  ['a safety answer out of range', { instrument: 'PHQ-9', version: '1', answers: phq9.with(8, 9) }],
  ['a safety answer that is a fraction', { instrument: 'PHQ-9', version: '1', answers: phq9.with(8, 0.5) }],
  ['answers as text', { instrument: 'PHQ-9', version: '1', answers: phq9.map(String) }],
  ['answers in words', { instrument: 'PHQ-9', version: '1', answers: phq9.map((one) => (one ? 'Several days' : '')) }],
  ['a safety answer that is true', { instrument: 'PHQ-9', version: '1', answers: [...phq9.slice(0, 8), true] }],
  ['an answer too many', { instrument: 'PHQ-9', version: '1', answers: [...phq9, 0] }],
  ['answers missing before it', { instrument: 'PHQ-9', version: '1', answers: phq9.map((one) => one || null) }],
  ['CORE-10 with the last answers missing', { instrument: 'CORE-10', version: '1', answers: core10.slice(0, 6) }],
  ['the answers of PHQ-9 under the name of GAD-7', { instrument: 'GAD-7', version: '1', answers: phq9 }],
  ['the answers of PHQ-9 under the name of CORE-10', { instrument: 'CORE-10', version: '1', answers: phq9 }],
  ['the answers of CORE-10 under the name of PHQ-9', { instrument: 'PHQ-9', version: '1', answers: core10 }],
  ['another version', { instrument: 'PHQ-9', version: '2', answers: phq9 }],
  ['a version that is a number', { instrument: 'PHQ-9', version: 1, answers: phq9 }],
  ['no version', { instrument: 'PHQ-9', answers: phq9 }],
  ['a questionnaire that we do not know', { instrument: 'PHQ-15', version: '1', answers: phq9 }],
  ['a name that is written otherwise', { instrument: 'phq 9', version: '1', answers: phq9 }],
  ['a name that is no text', { instrument: { id: 9 }, version: '1', answers: core10 }],
  ['no name', { answers: core10 }],
  ['a field that nobody knows', { instrument: 'PHQ-9', version: '1', answers: phq9, also: true }],
  ['answers by number', { instrument: 'PHQ-9', version: '1', answers: { 1: 0, 9: 1 } }],
  ['answers by place', { instrument: 'PHQ-9', version: '1', answers: Object.fromEntries(phq9.entries()) }],
  ['answers by name', { instrument: 'CORE-10', version: '1', item6: '1' }],
  ['answers by the questionnaire and number', { phq9_1: 0, phq9_9: 1 }],
  ['entries that name their item', { instrument: 'PHQ-9', version: '1', answers: [{ item: 9, answer: 1 }] }],
  ['entries in their place', { instrument: 'PHQ-9', answers: phq9.map((value) => ({ value })) }],
  ['a list within a list', { instrument: 'PHQ-9', version: '1', answers: [phq9] }],
  ['answers under another key', { instrument: 'PHQ-9', version: '1', responses: phq9 }],
  ['two questionnaires at once', { 'PHQ-9': [0, 0], 'CORE-10': core10 }],
  ['a wrapper around it', { data: [{ attributes: { instrument: 'PHQ-9', answers: phq9 } }] }],
  ['a list alone', phq9],
  ['JSON as text', JSON.stringify({ instrument: 'PHQ-9', version: '1', answers: phq9 })],
  ['a list as text', { instrument: 'PHQ-9', version: '1', answers: phq9.join(', ') }],
];

const text: readonly (readonly [string, string])[] = [
  ['JSON that is broken off', '{"instrument":"PHQ-9","version":"1","answers":[0,0,0,0,0,0,0,0,2'],
  ['a comma too many', '{"instrument":"PHQ-9","version":"1","answers":[0,0,0,0,0,0,0,0,2,]}'],
  ['quotes of another kind', "{'instrument':'CORE-10','answers':[0,4,4,0,0,1,0,0,0,0]}"],
  ['pairs that are broken off', '{"instrument":"PHQ-9","item8":0,"item9":1'],
  ['a byte order mark', '\uFEFF{"instrument":"PHQ-9","answers":[0,0,0,0,0,0,0,0,2]}'],
  ['a form', `instrument=PHQ-9&version=1&${phq9.map((one) => `answers=${one}`).join('&')}`],
];

/** What it is, and the body as it is sent. */
export const malformedWithSafetyAnswer: readonly (readonly [string, string])[] = [
  ...json.map(([what, body]) => [what, JSON.stringify(body)] as const),
  ...text,
];
