import { Router } from 'express';
import { z } from 'zod';
import { conflict } from '../../records/errors';
import { capitalised, recipientLabelsForClient, tierLabels } from '../../records/urgent-care/labels';
import {
  type ClientQuestion,
  clientActor,
  clientQuestion,
  followLink,
  takeForm,
} from '../../records/urgent-care/personal-page';
import { type AnswerAboutOne, recordAnswers } from '../../records/urgent-care/record-answers';
import { recordWithdrawal } from '../../records/urgent-care/record-withdrawal';
import { crisisLines } from '../../workflows/shared/crisis-block';
import { planRecipients, tiers } from '../../workflows/urgent-care/words';
import type { ApiDeps } from '../http/perform';
import { valid } from '../http/validate';
import type { Render } from './render';

const choice = z.enum(['', 'refuse', ...tiers]).default('');

const formBody = z.object({
  /** How many forms of this link were taken before this one was shown. */
  form: z.coerce.number().int().min(0),
  action: z.enum(['answer', 'withdraw']).default('answer'),
  gp: choice,
  'contact-1': choice,
  'contact-2': choice,
  callBack: z.literal('yes').optional(),
});

/** `/c/{token}`: asks the client what they want. GET shows, POST acts. domain.md §3.1 and §3.2 */
export function clientPage({ records, clock, tell }: ApiDeps, render: Render): Router {
  const router = Router();

  router.get('/:token', async (request, response) => {
    const view = await followLink(records, clock(), 'client', request.params.token, async (work, followed) =>
      viewOf(await clientQuestion(work, followed)),
    );
    render(response, 200, 'client', { ...view, received: request.query['received'] !== undefined });
  });

  router.post('/:token', async (request, response) => {
    const { token } = request.params;
    const form = valid(formBody, request.body);
    const untold = await followLink(records, clock(), 'client', token, async (work, followed) => {
      if (!(await takeForm(work, followed, form.form))) {
        throw conflict(
          'form-used',
          'We have this form already. Open the link in our message again to change your answer.',
        );
      }
      const by = await clientActor(work, followed);
      if (form.action === 'withdraw') {
        await recordWithdrawal(work, followed.theCase.id, by, { recipients: 'all', via: 'page' });
      } else {
        const given = { answers: answersIn(form), callBack: form.callBack === 'yes', via: 'page' as const };
        await recordAnswers(work, followed.theCase.id, by, given);
      }
      return work.untold;
    });
    tell(untold);
    response.redirect(303, `/c/${encodeURIComponent(token)}?received`);
  });
  return router;
}

function answersIn(form: z.infer<typeof formBody>): AnswerAboutOne[] {
  return planRecipients.flatMap((recipient): AnswerAboutOne[] => {
    const chosen = form[recipient];
    if (chosen === '') return [];
    return [chosen === 'refuse' ? { recipient, answer: 'refuse' } : { recipient, answer: 'agree', tier: chosen }];
  });
}

function viewOf(question: ClientQuestion): object {
  return {
    ...question,
    crisisLines: crisisLines(question.country),
    anythingAgreed: question.recipients.some(({ answer }) => answer?.answer === 'agree'),
    people: question.recipients.map(({ recipient, tiers: possible, answer }) => ({
      recipient,
      label: capitalised(recipientLabelsForClient[recipient]),
      choices: possible.map((tier) => ({
        value: tier,
        label: `Yes, tell them ${tierLabels[tier].replaceAll('their', 'my')}`,
        checked: answer?.answer === 'agree' && answer.tier === tier,
      })),
      refused: answer?.answer === 'refuse',
    })),
  };
}
