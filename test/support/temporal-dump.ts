import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { temporalFile } from './infrastructure';

/** Every byte that the run's Temporal server keeps, deleted pages of its database included. */
export interface TemporalDump {
  /** Which of these words stand anywhere in it, in clear or in base64. */
  finds(words: readonly string[]): readonly string[];
  /** Which of these keys do, by their place in the list. */
  findsKeys(keys: readonly Buffer[]): readonly number[];
}

export function temporalDump(): TemporalDump {
  const file = temporalFile();
  const files = readdirSync(path.dirname(file)).filter((name) => name.startsWith(path.basename(file)));
  const bytes = files.map((name) => readFileSync(path.join(path.dirname(file), name)));
  const holds = (forms: readonly Buffer[]): boolean => forms.some((form) => bytes.some((all) => all.includes(form)));
  return {
    finds: (words) => words.filter((word) => holds(formsOf(word))),
    findsKeys: (keys) => keys.flatMap((key, place) => (holds(formsOfBytes(key)) ? [place] : [])),
  };
}

function formsOf(word: string): readonly Buffer[] {
  const littleEndian = Buffer.from(word, 'utf16le');
  return [...formsOfBytes(Buffer.from(word)), littleEndian, Buffer.from(littleEndian).swap16()];
}

const formsOfBytes = (bytes: Buffer): readonly Buffer[] => [
  bytes,
  Buffer.from(bytes.toString('hex')),
  ...[0, 1, 2].map((before) => inBase64(bytes, before)),
];

/** As it reads in the middle of a longer text, after so many bytes more than a multiple of three. */
function inBase64(bytes: Buffer, before: number): Buffer {
  const whole = Buffer.concat([Buffer.alloc(before), bytes]);
  const bitsOfSign = 6;
  const [first, end] = [Math.ceil((before * 8) / bitsOfSign), Math.floor((whole.length * 8) / bitsOfSign)];
  return Buffer.from(whole.toString('base64').slice(first, end));
}
