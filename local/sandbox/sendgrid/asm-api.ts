import { setTimeout as pause } from 'node:timers/promises';
import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import type { Faults } from '../faults';
import { refuse } from './errors';
import type { SuppressionGroups } from './suppression-groups';

interface Deps {
  groups: SuppressionGroups;
  faults: Faults;
  slowAnswerMs: number;
  stop: AbortSignal;
}

const recipients = z.object({ recipient_emails: z.array(z.email()).min(1).max(1_000) });
const groupId = z.coerce.number().int().positive();

/** SendGrid's suppressions of a group, below `/v3/asm/groups`. */
export function asmApi({ groups, faults, slowAnswerMs, stop }: Deps): Router {
  const router = express.Router();
  router.use(express.json({ limit: '1mb' }));

  /** The group in the path; undefined once it was answered that there is none. */
  const groupOf = (request: Request, response: Response): number | undefined => {
    const id = groupId.safeParse(request.params['group']);
    if (id.success && groups.exists(id.data)) return id.data;
    refuse(response, 404, 'resource not found');
    return undefined;
  };
  /** What is asked of which group, unless it was refused or is never answered. */
  const asked = async (request: Request, response: Response) => {
    const group = groupOf(request, response);
    if (group === undefined) return undefined;
    const body = recipients.safeParse(request.body);
    if (!body.success) {
      refuse(response, 400, 'recipient_emails must be an array of valid email addresses', 'recipient_emails');
      return undefined;
    }
    const { recipient_emails: emails } = body.data;
    const fault = faults.take('sendgrid', emails);
    if (fault === 'timeout') return undefined;
    if (fault === '500') refuse(response, 500, 'Internal Server Error');
    if (fault === '429') refuse(response.set('Retry-After', '1'), 429, 'too many requests');
    if (fault === 'slow') await pause(slowAnswerMs, undefined, { signal: stop });
    return response.headersSent ? undefined : { group, emails };
  };

  router.get('/:group/suppressions', (request, response) => {
    const group = groupOf(request, response);
    if (group !== undefined) response.json(groups.members(group));
  });
  router.post('/:group/suppressions', async (request, response) => {
    const ask = await asked(request, response);
    if (!ask) return;
    for (const email of ask.emails) groups.add(ask.group, email);
    response.status(201).json({ recipient_emails: ask.emails });
  });
  router.post('/:group/suppressions/search', async (request, response) => {
    const ask = await asked(request, response);
    if (ask) response.json(groups.among(ask.group, ask.emails));
  });
  router.delete('/:group/suppressions/:email', (request, response) => {
    const group = groupOf(request, response);
    if (group === undefined) return;
    groups.remove(group, request.params['email'] ?? '');
    response.status(204).end();
  });
  return router;
}
