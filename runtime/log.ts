import pino, { type DestinationStream, type Level } from 'pino';
import { correlation, isOpaque } from './telemetry/correlation';

/**
 * JSON lines on standard output, of which nothing personal can be a part: a line is a sentence that stands in the code,
 * and fields of the list below in the shape that they have there. What is not on the list is left out, and what has
 * another shape is withheld: an error's words, an address or a link's token have none of these.
 */
export type Log = { readonly [Kind in Level]: Say };

/** @param sentence as it stands in the code: what is put together at run time may quote somebody, and is no literal */
type Say = <const Sentence extends string>(
  fields: LogFields,
  sentence: Record<never, never> extends Record<Sentence, true> ? never : Sentence,
) => void;

export type LogFields = {
  readonly [Field in keyof typeof shapes]?: string | number | boolean | readonly string[] | null | undefined;
};

type Shape = (value: unknown) => boolean;

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const text = (shape: string): Shape => {
  const whole = new RegExp(`^(${shape})$`);
  return (value) => typeof value === 'string' && whole.test(value);
};
const id = text(uuid);
const word = text('[a-z]{1,30}(-[a-z]{1,30}){0,5}');
const number: Shape = (value) => typeof value === 'number' && Number.isFinite(value);
const errorName = text('([A-Z][A-Za-z]{0,80})?(Error|Exception|Failure)|error|grpc-\\d{1,2}|string|object|undefined');

const shapes = {
  // By which lines are found that belong together.
  requestId: isOpaque,
  organisationId: id,
  /** As in `urgent-care/<id>`, `retention/<id>/2` or `preflight/<id>-workflow-2026-11-22T07:00:00Z`. */
  workflowId: text(`[a-z-]+/${uuid}(/\\d+)?(-workflow)?(-[0-9TZ:-]{1,30})?`),
  runId: id,
  dispatchId: id,
  outboxId: id,
  endpointId: id,

  // What happened.
  method: text('[A-Z]{3,10}'),
  /** A pattern of ours, never what somebody asked for. */
  route: text('(/[A-Za-z0-9:._-]*)+|none'),
  status: number,
  ms: number,
  activity: text('[A-Za-z]{1,60}'),
  attempt: number,
  attempts: number,
  kind: word,
  vendor: word,
  channel: word,
  result: word,
  background: word,
  event: text('[a-z_]{1,40}(\\.[a-z_]{1,40}){0,4}'),
  erasures: number,
  recipients: number,
  hasSender: (value) => typeof value === 'boolean',
  port: number,

  // What went wrong: kinds and places, never words.
  error: errorName,
  because: errorName,
  code: text('[A-Z][A-Z0-9_]{1,60}|[0-9A-Z]{5}|[a-z]+(\\.[a-z]+)+|\\d{1,6}'),
  at: (value) => Array.isArray(value) && value.every(text('[\\w./@+-]{1,300}:\\d+:\\d+')),
  /** What Temporal's SDK says of itself, up to where it may quote somebody. */
  sdk: text('[A-Za-z ]{1,100}'),
} as const satisfies Readonly<Record<string, Shape>>;

/** @param to another destination than standard output */
export function createLog(process: string, level: string, to?: DestinationStream): Log {
  const lines = pino({ level, base: { process }, timestamp: pino.stdTimeFunctions.isoTime }, to ?? pino.destination(1));
  const say =
    (kind: Level): Say =>
    (fields, sentence) => {
      if (lines.isLevelEnabled(kind)) lines[kind](listed({ ...correlation(), ...fields }), sentence);
    };
  return {
    fatal: say('fatal'),
    error: say('error'),
    warn: say('warn'),
    info: say('info'),
    debug: say('debug'),
    trace: say('trace'),
  };
}

const withheld = '(withheld)';

function listed(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const line: Record<string, unknown> = {};
  for (const [field, isShaped] of Object.entries<Shape>(shapes)) {
    const value = given[field];
    if (value !== undefined && value !== null) line[field] = isShaped(value) ? value : withheld;
  }
  return line;
}

/** What may be said of an error: its kind, its code, and where in the code it arose. Its words may quote somebody. */
export const traitsOf = (error: unknown) => ({
  error: error instanceof Error ? error.name : typeof error,
  code: codeOf(error),
  at: placesOf(error),
});

/** What a library says that its error is, where it does: `P2002`, `ECONNREFUSED`, `entity.too.large`. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, type } = error as { code?: unknown; type?: unknown };
  const said = typeof type === 'string' ? type : code;
  return typeof said === 'string' || typeof said === 'number' ? String(said) : undefined;
}

const place = /^ {4}at (?:.*\()?(?:file:\/\/)?([\w./@+-]{1,300}:\d+:\d+)\)?$/;

function placesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error) || error.stack === undefined) return [];
  // What an error says may look like a place too.
  const places = error.stack.slice(error.stack.indexOf(error.message) + error.message.length);
  return places
    .split('\n')
    .flatMap((line) => place.exec(line)?.[1] ?? [])
    .slice(0, 6);
}
