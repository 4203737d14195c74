import path from 'node:path';
import type { Response } from 'express';
import { Environment, FileSystemLoader, runtime } from 'nunjucks';
import { projectRoot } from '../../runtime/project-root';
import { notAnEmergencyService } from '../../workflows/shared/crisis-block';
import { nhsukFolder } from '../assets/nhsuk';
import { pageAssets } from './page-assets';
import { addressIn, isTextKey, type Language, languageOf, textIn } from './texts/texts';

/** Answers with a page made from a template and its view, in the language that its reader chose. */
export type Render = (response: Response, status: number, template: string, view: object) => void;

/** Where "Leave this page" leads: a page that anybody might have open, and that loads at once. As on GOV.UK. */
const exitAddress = 'https://www.bbc.co.uk/weather';

type Values = Readonly<Record<string, unknown>>;

export function createRender(): Render {
  const environment = new Environment(
    new FileSystemLoader([path.join(projectRoot, 'api/pages/templates'), nhsukFolder]),
    { autoescape: true },
  );
  const escaped: (value: unknown) => string = environment.getFilter('escape');
  environment.addGlobal('assets', pageAssets.at);
  environment.addGlobal('exitAddress', exitAddress);
  environment.addGlobal('notAnEmergencyService', notAnEmergencyService);

  return (response, status, template, view) => {
    const language = languageOf(response.req);
    const page = environment.render(`${template}.njk`, { ...view, ...inLanguage(language, escaped) });
    response.status(status).type('html').send(page);
  };
}

/** Goes on to another of our pages, in the language that the reader chose. */
export const goOnTo = (response: Response, address: string): void =>
  response.redirect(303, addressIn(languageOf(response.req), address));

/** What templates are given to say things with. */
function inLanguage(language: Language, escaped: (value: unknown) => string) {
  const marked = (words: string, of: Language) =>
    new runtime.SafeString(of === language ? words : `<span lang="${of}">${words}</span>`);
  return {
    language,
    t: (key: string, values: Values = {}) => {
      if (!isTextKey(key)) throw new Error(`There is no text ${key}.`);
      const { words, language: of } = textIn(language, key);
      return marked(filled(words, values, escaped), of);
    },
    /** Words that are written in English only, whatever the page is in. */
    english: (words: string) => marked(escaped(words), 'en'),
    address: (address: string) => addressIn(language, address),
  };
}

function filled(words: string, values: Values, escaped: (value: unknown) => string): string {
  return words.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (values[name] === undefined) throw new Error(`Nothing was given for {${name}}.`);
    return escaped(values[name]);
  });
}
