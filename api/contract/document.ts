import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { problem } from './answers';
import { contract } from './contract';
import type { Endpoint, Group, Permission, Reach } from './endpoint';
import { type WebhookOut, webhookHeaders, webhooksOut } from './webhooks-out';

/** The contract as an OpenAPI 3.1 document: `npm run openapi` writes it to openapi.json. */
export function openApiDocument(): object {
  return createDocument({
    openapi: '3.1.1',
    info: { title: 'Heed', version: '1', description: about },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: [...new Set(contract.map(({ name }) => name))].map((name) => ({ name })),
    paths: pathsOf(contract),
    webhooks: Object.fromEntries(
      Object.entries(webhooksOut).map(([type, webhook]) => [type, { post: tellingOf(webhook) }]),
    ),
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: "A token of the organisation's identity provider, of a person or by client credentials.",
        },
      },
    },
  });
}

const about = `Nobody in crisis goes unheard, and nobody's confidence is broken without cause.

Instants are RFC 3339 with an offset, durations and periods ISO 8601, numbers of phones E.164. A field that is not named here is refused.
Whatever goes wrong is answered as \`application/problem+json\` (RFC 9457); \`type\` is stable.
What belongs to another organisation is not there: 404.
How many requests of this minute are left is in \`RateLimit-Remaining\`; beyond it, what is not urgent is 429 with \`Retry-After\`.
Each look at a client's record is audited, and so is each refusal.`;

function pathsOf(groups: readonly Group[]): ZodOpenApiPathsObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const { name, path, endpoints } of groups) {
    for (const [id, endpoint] of Object.entries(endpoints)) {
      const at = (path + endpoint.path).replace(/\/$/, '');
      paths[at] = { ...paths[at], [endpoint.method]: operationOf(endpoint, { tag: name, id, at }) };
    }
  }
  return paths;
}

interface Place {
  readonly tag: string;
  readonly id: string;
  readonly at: string;
}

function operationOf(endpoint: Endpoint, { tag, id, at }: Place): ZodOpenApiOperationObject {
  const { summary, description, may, query, body, example } = endpoint;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: [description, whoMay(may)].filter((text) => text !== undefined).join('\n\n'),
    requestParams: {
      path: z.object(Object.fromEntries(namesIn(at).map((name) => [name, endpoint.params?.[name] ?? z.uuid()]))),
      ...(query instanceof z.ZodObject && { query }),
      ...(endpoint.method !== 'get' && !endpoint.onlyReads && { header: idempotencyKey }),
    },
    ...(body && {
      requestBody: {
        required: !body.safeParse(undefined).success,
        content: { 'application/json': { schema: body, ...(example !== undefined && { example }) } },
      },
    }),
    responses: responsesOf(endpoint),
  };
}

/** Asked by Heed, and answered by a platform. */
const tellingOf = ({ tag, summary, description, message, example }: WebhookOut): ZodOpenApiOperationObject => ({
  tags: [tag],
  summary,
  description,
  // Whoever listens knows by the signature who asks.
  security: [],
  requestParams: { header: webhookHeaders },
  requestBody: { required: true, content: { 'application/json': { schema: message, example } } },
  responses: {
    '2XX': { description: 'Taken. Answer within 15 seconds, and work on it afterwards.' },
    '410': { description: 'Nobody listens here any more.' },
    default: { description: 'Not taken: it is sent again. A redirect is not followed.' },
  },
});

const idempotencyKey = z.object({
  'Idempotency-Key': z.string().min(1).max(255).optional().meta({
    description:
      'Sent again with the same key within 24 hours, the same request is answered as before and does nothing.',
  }),
});

function responsesOf({ answer, body, query, problems = {} }: Endpoint): ZodOpenApiResponsesObject {
  const problemsOf = Object.entries(problems).map(([name, meaning]) => `- \`urn:heed:problem:${name}\`: ${meaning}`);
  const refused = (description: string) => ({
    description,
    content: { 'application/problem+json': { schema: problem } },
  });
  return {
    [`${answer.status}`]: 'file' in answer ? fileAnswer(answer.file) : bodyAnswer(answer),
    '401': refused('No token, or none that is valid here.'),
    '403': refused('Not for these roles, or not for this person.'),
    '404': refused("There is no such thing, or it is another organisation's."),
    ...((body ?? query) && { '422': refused('The request is not as it should be; each place is named.') }),
    default: refused(['Refused.', ...problemsOf].join('\n')),
  };
}

const statusWords = { 200: 'As asked.', 201: 'Recorded.', 202: 'Taken; a process carries it out.' } as const;

const fileAnswer = (contentTypes: readonly string[]) => ({
  description: statusWords[200],
  content: Object.fromEntries(contentTypes.map((type) => [type, {}])),
});

const bodyAnswer = ({ status, shape, location }: Extract<Endpoint['answer'], { shape: unknown }>) => ({
  description: statusWords[status],
  content: { 'application/json': { schema: shape } },
  ...(location !== undefined && {
    headers: z.object({ Location: z.string().meta({ description: `\`${location}\`` }) }),
  }),
});

const reachWords: Readonly<Record<Reach, string>> = {
  all: '',
  pathway: ' (clients in their pathway)',
  own: ' (what is theirs)',
  bare: ' (without words)',
};

const whoMay = (may: Permission): string =>
  `Who may: ${Object.entries(may)
    .map(([role, reach]) => role + reachWords[reach])
    .join(', ')}.`;

const namesIn = (path: string): readonly string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
