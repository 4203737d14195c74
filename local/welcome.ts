import path from 'node:path';
import type { FirstDecision } from './demo/first-decision';
import { roleInWords, staffOf } from './demo-people';
import type { Stack } from './stack-file';

/** What a newcomer needs to see when everything is ready. */
export function welcome(
  stack: Omit<Stack, 'processes'>,
  {
    stackFile,
    firstDecision,
    seconds,
  }: { readonly stackFile: string; readonly firstDecision: FirstDecision | null; readonly seconds: number },
): string {
  const { organisation, otherOrganisation } = stack;
  return [
    '',
    `Heed is ready (${seconds.toFixed(1)} s).`,
    '',
    `  Console  ${stack.url}/   where staff decide: choose who you are`,
    `  API      ${stack.url}/docs`,
    `  Sandbox  ${stack.sandboxUrl}/sandbox   every message that was sent`,
    `  Sign-in  ${stack.issuer}`,
    `  Scripts  ${shown(stackFile)}`,
    '',
    ...(firstDecision ? whatToDoFirst(firstDecision, stack) : []),
    ...[organisation, otherOrganisation].flatMap((one) => [
      `  Who can sign in at ${one.name}:`,
      ...staffOf(one).map(({ key, staff }) => `    ${staff.name.padEnd(24)} ${roleInWords(key)}`),
      '',
    ]),
    '  To try it, in a second terminal: npm run demo, or step by step:',
    '',
    ...curlLines(stack, stackFile).map((line) => `    ${line}`),
    '',
    '  Ctrl-C stops everything; the next npm start goes on where this one ended.',
    '',
  ].join('\n');
}

function whatToDoFirst(
  { practitioner, client, supervisor }: FirstDecision,
  { url, sandboxUrl }: Omit<Stack, 'processes'>,
): string[] {
  return [
    `  A decision waits. Open ${url}/ and sign in as ${practitioner}: whom to tell about ${client}?`,
    '    1  Propose an override: to tell somebody whom he said no to. You read why it is refused.',
    '    2  Propose to tell somebody whom he said nothing about, as the law for an adult at risk lets you.',
    `    3  In another browser, or a private window, sign in as ${supervisor} and approve it.`,
    `    4  At ${sandboxUrl}/sandbox open the link in the message to that person, and act.`,
    '',
  ];
}

function curlLines({ url, organisation }: Omit<Stack, 'processes'>, stackFile: string): string[] {
  const client = organisation.clients.find(({ urgentCarePlan }) => urgentCarePlan.complete);
  const token = organisation.tokens
    ? `$(node -p "require('${shown(stackFile)}').organisation.tokens.practitioner")`
    : '$TOKEN';
  const authorised = `-H "Authorization: Bearer ${token}"`;
  const cases = `${url}/v1/urgent-care/cases`;
  const concern = JSON.stringify({
    clientId: client?.id,
    concern: 'He said he sees no way on, and would not say where he is.',
    immediacy: 'significant',
    clientFirst: { kind: 'inform' },
    doneSoFar: 'Rang twice, no answer.',
  });
  const caseId = `node -p "JSON.parse(require('fs').readFileSync(0)).id"`;
  return [
    `CASE=$(curl -s ${cases} ${authorised} -H 'Content-Type: application/json' -d '${concern}' | ${caseId}); echo $CASE`,
    `curl -s ${cases}/$CASE ${authorised}`,
    `curl -s ${cases}/$CASE/timeline ${authorised}`,
  ];
}

/** As short as it can be typed from here, in a form that `require` takes. */
function shown(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : `./${relative}`;
}
