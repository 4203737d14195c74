import type { Request } from 'express';
import { cy } from './cy';
import { en } from './en';

/** What the personal pages say, by key and language. */
export type TextKey = keyof typeof en;
export type Language = 'en' | 'cy';

export interface Text {
  readonly words: string;
  /** English where there are no words of the language asked for. */
  readonly language: Language;
}

export function textIn(language: Language, key: TextKey): Text {
  const welsh = language === 'cy' ? cy[key] : undefined;
  return welsh === undefined ? { words: en[key], language: 'en' } : { words: welsh, language: 'cy' };
}

/** A text that stands outside a page. */
export const inEnglish = (key: TextKey): string => en[key];

export const isTextKey = (key: string): key is TextKey => Object.hasOwn(en, key);

/** The reader chooses it by a link of the page: `?lang=cy`. */
export const languageOf = ({ query }: Pick<Request, 'query'>): Language => (query['lang'] === 'cy' ? 'cy' : 'en');

/** The same address, in the language that was chosen. */
export function addressIn(language: Language, address: string): string {
  return language === 'en' ? address : `${address}${address.includes('?') ? '&' : '?'}lang=${language}`;
}
