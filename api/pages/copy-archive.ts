import path from 'node:path';
import { type AsyncZippable, strToU8, zip } from 'fflate';
import { Environment, FileSystemLoader } from 'nunjucks';
import type { CopyWithDocuments } from '../../records/copy/copy-of-data';
import { capitalised } from '../../records/urgent-care/labels';
import { projectRoot } from '../../runtime/project-root';
import { inEnglish } from './texts/texts';

/** What a list of downloads shows to whoever looks over a shoulder. */
export const archiveName = 'copy-of-your-data.zip';

const templates = new Environment(new FileSystemLoader(path.join(projectRoot, 'api/pages/templates')), {
  autoescape: true,
});

/** The copy as one file: `data.json` for programs, `data.html` for people, and what was signed on paper. */
export function copyArchive({ data, documents }: CopyWithDocuments): Promise<Uint8Array> {
  const files: AsyncZippable = {
    'data.json': strToU8(`${JSON.stringify(data, null, 2)}\n`),
    'data.html': strToU8(templates.render('copy-of-data.njk', { data, named, t: inEnglish })),
    // Scans do not get any smaller.
    ...Object.fromEntries(Object.entries(documents).map(([name, bytes]) => [name, [bytes, { level: 0 }]])),
  };
  return new Promise((resolve, reject) => {
    zip(files, (error, archive) => (error ? reject(error) : resolve(archive)));
  });
}

/** `whatWasShared` as people read it: What was shared. */
const named = (key: string): string =>
  capitalised(
    key
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
      .replaceAll('-', ' ')
      .toLowerCase(),
  );
