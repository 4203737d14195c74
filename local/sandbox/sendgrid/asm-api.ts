import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import type { AnswerUnlessFaulty } from './answers';
import { refuse } from './errors';
import type { SuppressionGroups } from './suppression-groups';

interface Deps {
  groups: SuppressionGroups;
  answerUnlessFaulty: AnswerUnlessFaulty;
}

const recipients = z.object({ recipient_emails: z.array(z.email()).min(1).max(1_000) });
const groupId = z.coerce.number().int().positive();

/** SendGrid's suppressions of a group, below `/v3/asm/groups`. */
export function asmApi({ groups, answerUnlessFaulty }: Deps): Router {
  const router = express.Router();
  router.use(express.json({ limit: '1mb' }));

  /** The group in the path; undefined once it was answered that there is none. */
  const groupOf = (request: Request, response: Response): number | undefined => {
    const id = groupId.safeParse(request.params['group']);
    if (id.success && groups.exists(id.data)) return id.data;
    refuse(response, 404, 'resource not found');
    return undefined;
  };
  /** Of which group and whom something is asked; undefined once it was answered that nothing can be. */
  const asked = (request: Request, response: Response) => {
    const group = groupOf(request, response);
    if (group === undefined) return undefined;
    const body = recipients.safeParse(request.body);
    if (!body.success) {
      refuse(response, 400, 'recipient_emails must be an array of valid email addresses', 'recipient_emails');
      return undefined;
    }
    return { group, emails: body.data.recipient_emails };
  };

  router.get('/:group/suppressions', (request, response) => {
    const group = groupOf(request, response);
    if (group !== undefined) response.json(groups.members(group));
  });
  router.post('/:group/suppressions', async (request, response) => {
    const ask = asked(request, response);
    if (!ask) return;
    const { group, emails } = ask;
    await answerUnlessFaulty(response, emails, () => {
      for (const email of emails) groups.add(group, email);
      return () => response.status(201).json({ recipient_emails: emails });
    });
  });
  router.post('/:group/suppressions/search', async (request, response) => {
    const ask = asked(request, response);
    if (!ask) return;
    const { group, emails } = ask;
    await answerUnlessFaulty(response, emails, () => {
      const members = groups.among(group, emails);
      return () => response.json(members);
    });
  });
  router.delete('/:group/suppressions/:email', (request, response) => {
    const group = groupOf(request, response);
    if (group === undefined) return;
    groups.remove(group, request.params['email'] ?? '');
    response.status(204).end();
  });
  return router;
}
