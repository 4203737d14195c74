import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../runtime/project-root';

type Schema = Exclude<Parameters<typeof z.fromJSONSchema>[0], boolean>;

/** As much of a webhook as a platform that goes by openapi.json needs. */
interface Webhook {
  readonly parameters: readonly { readonly name: string; readonly schema: Schema }[];
  readonly requestBody: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
}

const { webhooks } = JSON.parse(readFileSync(path.join(projectRoot, 'openapi.json'), 'utf8')) as {
  readonly webhooks: Readonly<Record<string, { readonly post: Webhook }>>;
};

/** What of a webhook the document does not describe: what that does not tell of, no platform may be told. */
export function faultsAgainstDocument(body: unknown, headers: Readonly<Record<string, unknown>>): readonly string[] {
  const { type } = body as { readonly type: string };
  const webhook = webhooks[type]?.post;
  if (!webhook) return [`no webhook ${type}`];
  const { schema } = webhook.requestBody.content['application/json'];
  return [
    ...faultsIn(schema, body, type),
    ...unnamed(schema, body, type),
    ...webhook.parameters.flatMap(({ name, schema: ofHeader }) => faultsIn(ofHeader, headers[name], name)),
  ];
}

function faultsIn(schema: Schema, given: unknown, where: string): readonly string[] {
  const { error } = z.fromJSONSchema(schema).safeParse(given);
  return error?.issues.map(({ path: at, message }) => `${[where, ...at].join('/')}: ${message}`) ?? [];
}

/** Members that the schema has no name for. */
function unnamed({ properties, items }: Schema, given: unknown, where: string): readonly string[] {
  if (Array.isArray(given)) {
    return given.flatMap((item, index) => unnamed(items as Schema, item, `${where}/${index}`));
  }
  if (typeof given !== 'object' || given === null) return [];
  return Object.entries(given).flatMap(([name, value]) => {
    const schema = properties?.[name];
    return typeof schema === 'object' ? unnamed(schema, value, `${where}/${name}`) : [`${where}/${name}`];
  });
}
