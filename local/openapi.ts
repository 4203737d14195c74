import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openApiDocument } from '../api/contract/document';
import { projectRoot } from '../runtime/project-root';

/** The contract as it is committed. */
export const openApiText = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`;

/** `npm run openapi`: writes openapi.json, of which the client's types are made then. */
export async function main(): Promise<void> {
  writeFileSync(path.join(projectRoot, 'openapi.json'), openApiText());
}
