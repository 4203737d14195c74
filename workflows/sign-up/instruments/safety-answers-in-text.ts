import { definitions } from './definitions';
import { type SafetyAnswer, safetyAnswersIn } from './safety-answers';

/**
 * As safetyAnswersIn, for a body as it came: JSON, a form, or what is broken off or no JSON at all. Of the latter every
 * list is read, closed or not, and every value that follows a number, as in `"item9": 2`. What has neither cannot be read.
 */
export function safetyAnswersInText(body: string): readonly SafetyAnswer[] {
  // Of text that is UTF-16 every other byte is nothing.
  const text = body.replaceAll('\0', '').replace(/^\uFEFF/, '');
  try {
    return safetyAnswersIn(JSON.parse(text));
  } catch {
    return safetyAnswersIn(/^[^{[]*=/.test(text) ? formIn(text) : brokenIn(text));
  }
}

function formIn(text: string): object {
  const form = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(form.keys())].map((key) => {
      const values = form.getAll(key);
      return [key, values.length > 1 ? values : values[0]];
    }),
  );
}

function brokenIn(text: string): object {
  const lists = [...text.matchAll(/\[([^[\]]*)/g)].map(([, inside = '']) => inside.split(','));
  const pairs = [...text.matchAll(pair)].map(([, key = '', value]) => [key, value]);
  const named = definitions.find(({ instrument }) => nameOf(instrument).test(text))?.instrument ?? null;
  return { instrument: named, lists, pairs: Object.fromEntries(pairs) };
}

/** Each part has an end, so that no text takes long. */
const pair = /([A-Za-z]{0,12}\d{1,6})["']?\s{0,8}[:=]\s{0,8}["']?(-?[\w.]{1,24})/g;

/** `PHQ-9`, `phq9`, `PHQ_9` */
const nameOf = (instrument: string): RegExp => new RegExp(instrument.replace('-', '[^a-z0-9]?'), 'i');
