import express, { type Router } from 'express';
import type { Faults } from '../faults';
import { createAnswers } from './answers';
import { asmApi } from './asm-api';
import { answerErrors, refuse } from './errors';
import { readMail } from './mail';
import type { EmailOutbox } from './outbox';
import type { SuppressionGroups } from './suppression-groups';

interface Deps {
  apiKey: string;
  outbox: EmailOutbox;
  groups: SuppressionGroups;
  faults: Faults;
  slowAnswerMs: number;
  stop: AbortSignal;
}

/** SendGrid's Mail Send and its suppression groups, below `/v3`. */
export function sendGridApi({ apiKey, outbox, groups, faults, slowAnswerMs, stop }: Deps): Router {
  const router = express.Router();
  const answerUnlessFaulty = createAnswers({ faults, slowAnswerMs, stop });

  router.use((request, response, next) => {
    if (request.get('authorization') === `Bearer ${apiKey}`) return next();
    refuse(response, 401, 'The provided authorization grant is invalid, expired, or revoked');
  });

  router.use('/asm/groups', asmApi({ groups, answerUnlessFaulty }));
  router.post('/mail/send', express.json({ limit: '30mb' }), async (request, response) => {
    const read = readMail(request.body);
    if ('errors' in read) return answerErrors(response, 400, read.errors);

    const recipients = read.orders.map(({ to }) => to);
    await answerUnlessFaulty(response, recipients, (fault) => {
      const requestId = outbox.accept(read.orders, fault);
      return () => response.status(202).set('X-Message-Id', requestId).end();
    });
  });

  router.use((_request, response) => refuse(response, 404, 'Not Found'));
  return router;
}
