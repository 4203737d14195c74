import { type Response, Router } from 'express';
import { z } from 'zod';
import { isStanding, newestSigned } from '../../records/consent-form/consent-forms';
import { copyOfForm } from '../../records/consent-form/copy';
import { formInForce } from '../../records/consent-form/versions';
import { withdrawConsentForm } from '../../records/consent-form/withdraw';
import { HeedError } from '../../records/errors';
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
import { formUsed, notNow } from './refusals';
import { goOnTo, type Render } from './render';
import { frameOf, pathOf, type Received, received, type Shown, type StagePage } from './stage-page';
import type { TextKey } from './texts/texts';

/** What is only said: nothing is asked of the client there. */
const says = (news: TextKey): StagePage => ({
  show: async () => ({ template: 'sign-up-news', view: { news } }),
});

/** It is over, and they can go on. */
const over = (news: TextKey): StagePage => ({
  show: async () => ({ template: 'sign-up-over', view: { news } }),
});

const pages: Readonly<Record<SignUpStatus, StagePage>> = {
  'awaiting-consent-form': consentFormPage,
  'awaiting-assessment': assessmentStage,
  'safety-conversation': says('sign-up.safety-conversation'),
  'planning-urgent-care': says('sign-up.planning-urgent-care'),
  allocating: says('sign-up.allocating'),
  'awaiting-practitioner': says('sign-up.allocating'),
  enrolled: says('sign-up.enrolled'),
  expired: over('sign-up.expired'),
  left: over('sign-up.left'),
};

/** What is waited for now. Whoever signed an older version of the form is asked for the newer one first. */
async function pageOf(work: Work, { signUp: { status, clientId } }: FollowedSignUp): Promise<StagePage> {
  if (status !== 'awaiting-assessment') return pages[status];
  const standing = isStanding(await newestSigned(work, clientId), await formInForce(work));
  return standing ? pages[status] : consentFormPage;
}

const receivedQuery = z.enum(received).optional().catch(undefined);

const numbered = z.object({ form: z.coerce.number().int().min(0) });

type Take = (work: Work, followed: FollowedSignUp, body: unknown) => Promise<Received>;

/** `/s/{token}`: what is asked of a client who signs up, stage by stage. GET shows, POST acts. domain.md §2 */
export function signUpPage({ records, clock, tell }: ApiDeps, render: Render): Router {
  const router = Router();

  const show = async (response: Response, token: string, status: number, also: object): Promise<void> => {
    const { template, view } = await followSignUp(records, clock(), token, async (work, followed) =>
      withFrame(work, followed, token, await (await pageOf(work, followed)).show(work, followed)),
    );
    render(response, status, template, { ...view, ...also });
  };

  router.get('/:token', async (request, response) => {
    const said = receivedQuery.parse(request.query['received']);
    await show(response, request.params.token, 200, {
      said: said && (`sign-up.received.${said}` satisfies TextKey),
    });
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
    if (path !== '/:token') {
      // Of what was refused there its reader asks in another language.
      router.get(path, ({ params }, response) => goOnTo(response, pathOf((params as { token: string }).token)));
    }
    router.post(path, async (request, response) => {
      const { token } = request.params as { token: string };
      try {
        const { taken, untold } = await followSignUp(records, clock(), token, async (work, followed) => {
          const { form } = valid(numbered, request.body);
          if (!(await takeSignUpForm(work, followed, form))) throw formUsed();
          return { taken: await take(work, followed, request.body), untold: work.untold };
        });
        tell(untold);
        goOnTo(response, `${pathOf(token)}?received=${taken}`);
      } catch (error) {
        if (path !== '/:token' || !isUnfilled(error)) throw error;
        // Asked again, with what was filled in.
        await show(response, token, 422, { unfilled: true, given: request.body });
      }
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

const isUnfilled = (error: unknown): boolean => error instanceof HeedError && error.fault === 'invalid-input';

const mayGoOn = ({ status }: FollowedSignUp['signUp']): boolean => status === 'expired' || status === 'left';

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
