import { Router } from 'express';
import { z } from 'zod';
import { isStanding, newestSigned } from '../../records/consent-form/consent-forms';
import { copyOfForm } from '../../records/consent-form/copy';
import { formInForce } from '../../records/consent-form/versions';
import { withdrawConsentForm } from '../../records/consent-form/withdraw';
import { conflict } from '../../records/errors';
import { leaveSignUp } from '../../records/sign-up/leave';
import {
  clientSigningUp,
  type FollowedSignUp,
  followSignUp,
  takeSignUpForm,
} from '../../records/sign-up/personal-page';
import { renewLink } from '../../records/sign-up/renew-link';
import { isOverForGood } from '../../records/sign-up/sign-up-row';
import { linkIsOver } from '../../records/urgent-care/personal-page';
import type { Work } from '../../records/work';
import type { SignUpStatus } from '../../workflows/sign-up/words';
import type { ApiDeps } from '../http/perform';
import { valid } from '../http/validate';
import { assessmentStage } from './assessment-stage';
import { consentFormPage } from './consent-form-page';
import { consentFormPdf } from './consent-form-pdf';
import type { Render } from './render';
import { frameOf, pathOf, type Received, type Shown, type StagePage } from './stage-page';

/** What is only said: nothing is asked of the client there. */
const says = (news: string): StagePage => ({
  show: async () => ({ template: 'sign-up-news', view: { news } }),
});

/** It is over, and they can go on. */
const over = (news: string): StagePage => ({
  show: async () => ({ template: 'sign-up-over', view: { news } }),
});

const pages: Readonly<Record<SignUpStatus, StagePage>> = {
  'awaiting-consent-form': consentFormPage,
  'awaiting-assessment': assessmentStage,
  'safety-conversation': says('Somebody from us would like to talk with you first. They will call you.'),
  'planning-urgent-care': says('Next we write down with you whom we may contact if we are worried. We will call you.'),
  allocating: says('We are looking for the right person for you. We will write to you.'),
  'awaiting-practitioner': says('We are looking for the right person for you. We will write to you.'),
  enrolled: says('Someone is there for you now. They will be in touch.'),
  expired: over('We had not heard from you, so we stopped for now. You can go on at any time.'),
  left: over('You have left your sign-up. We ask you for nothing more. You are welcome to come back at any time.'),
};

/** What is waited for now. Whoever signed an older version of the form is asked for the newer one first. */
async function pageOf(work: Work, { signUp: { status, clientId } }: FollowedSignUp): Promise<StagePage> {
  if (status !== 'awaiting-assessment') return pages[status];
  const standing = isStanding(await newestSigned(work, clientId), await formInForce(work));
  return standing ? pages[status] : consentFormPage;
}

const received: Readonly<Record<Received, string>> = {
  signed: 'Thank you. We have your form. Your copy is below.',
  answered: 'Thank you. We have your answers.',
  withdrawn: 'You have withdrawn your consent. We have stopped using what it was for.',
  left: 'We have heard you.',
  renewed: 'A new link is on its way to you. You can also go on here.',
};
const receivedQuery = z
  .enum(Object.keys(received) as [Received, ...Received[]])
  .optional()
  .catch(undefined);

const numbered = z.object({ form: z.coerce.number().int().min(0) });

type Take = (work: Work, followed: FollowedSignUp, body: unknown) => Promise<Received>;

/** `/s/{token}`: what is asked of a client who signs up, stage by stage. GET shows, POST acts. domain.md §2 */
export function signUpPage({ records, clock, tell }: ApiDeps, render: Render): Router {
  const router = Router();

  router.get('/:token', async (request, response) => {
    const { token } = request.params;
    const said = receivedQuery.parse(request.query['received']);
    const shown = await followSignUp(records, clock(), token, async (work, followed) =>
      withFrame(work, followed, token, await (await pageOf(work, followed)).show(work, followed)),
    );
    render(response, shown.status ?? 200, shown.template, { ...shown.view, said: said && received[said] });
  });

  router.get('/:token/consent-form.pdf', async (request, response) => {
    const copy = await followSignUp(records, clock(), request.params.token, (work, { signUp }) =>
      copyOfForm(work, signUp.clientId),
    );
    if (!copy) throw linkIsOver();
    response
      .type('application/pdf')
      .attachment('copy-of-your-form.pdf')
      .send(await consentFormPdf(copy));
  });

  const taking = (path: '/:token' | `/:token/${string}`, take: Take): void => {
    router.post(path, async (request, response) => {
      const { token } = request.params as { token: string };
      const { form } = valid(numbered, request.body);
      const { taken, untold } = await followSignUp(records, clock(), token, async (work, followed) => {
        if (!(await takeSignUpForm(work, followed, form))) throw takenBefore();
        return { taken: await take(work, followed, request.body), untold: work.untold };
      });
      tell(untold);
      response.redirect(303, `${pathOf(token)}?received=${taken}`);
    });
  };

  taking('/:token', async (work, followed, body) => {
    const { take } = await pageOf(work, followed);
    if (!take) throw notNow();
    return take(work, followed, body);
  });
  taking('/:token/withdraw', async (work, followed) => {
    await withdrawConsentForm(work, await clientSigningUp(work, followed), followed.signUp.clientId);
    return 'withdrawn';
  });
  taking('/:token/leave', async (work, followed) => {
    await leaveSignUp(work, await clientSigningUp(work, followed), followed.signUp.id);
    return 'left';
  });
  taking('/:token/renew', async (work, followed) => {
    if (!mayGoOn(followed.signUp)) throw notNow();
    await renewLink(work, await clientSigningUp(work, followed), followed.signUp.id);
    return 'renewed';
  });
  return router;
}

const mayGoOn = ({ status }: FollowedSignUp['signUp']): boolean => status === 'expired' || status === 'left';

const takenBefore = () => conflict('form-used', 'We have this form already. Open the link in our message again.');
const notNow = () =>
  conflict('not-now', 'There is nothing to send here now. Open the link in our message again to see what comes next.');

/** On every stage's page also: the client's copy, and the ways out. */
async function withFrame(work: Work, followed: FollowedSignUp, token: string, shown: Shown): Promise<Shown> {
  const { link, signUp } = followed;
  const signed = await newestSigned(work, signUp.clientId);
  const frame = {
    ...(await frameOf(work, followed, token)),
    form: link.submissions,
    hasCopy: signed !== null,
    mayWithdraw: signed !== null && signed.withdrawnAt === null,
    mayLeave: signUp.status !== 'left' && !isOverForGood(signUp),
  };
  return { ...shown, view: { ...frame, ...shown.view } };
}
