import type { Inboxed, StackClient } from '../stack-client';

/** How a demo is told: one paragraph for each thing that happens. */

export const say = (...lines: readonly string[]): void => {
  const [first, ...rest] = lines;
  process.stdout.write(`\n${first}\n${rest.map((line) => `    ${line}\n`).join('')}`);
};

export const show = (heading: string, { text }: Inboxed): void => say(heading, `“${text}”`);

export async function showTimeline(http: StackClient, caseId: string): Promise<void> {
  say('The timeline of the case, as a reviewer reads it:');
  for (const { at, actor, kind, text } of await http.timeline(caseId)) {
    process.stdout.write(`  ${at.slice(11, 19)}  ${(actor.name ?? actor.kind).padEnd(18)}  ${text ?? kind}\n`);
  }
}
