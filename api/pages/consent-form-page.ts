import { z } from 'zod';
import { signConsentForm } from '../../records/consent-form/sign';
import { formInForce } from '../../records/consent-form/versions';
import { clientSigningUp } from '../../records/sign-up/personal-page';
import { short } from '../contract/fields';
import { valid } from '../http/validate';
import type { StagePage } from './stage-page';

const formBody = z.object({
  version: z.coerce.number().int().positive(),
  signedName: short,
  agree: z.literal('yes'),
});

/** The client reads the Data Processing Consent form and signs it with their name. domain.md §2.2 */
export const consentFormPage: StagePage = {
  show: async (work) => {
    const { version, text } = await formInForce(work);
    return { template: 'consent-form', view: { version, paragraphs: text.split(/\n{2,}/) } };
  },
  take: async (work, followed, body) => {
    const { version, signedName } = valid(formBody, body);
    const by = await clientSigningUp(work, followed);
    await signConsentForm(work, by, followed.signUp.clientId, {
      version,
      signedName,
      signedAt: work.at,
      via: 'page',
      document: null,
    });
    return 'signed';
  },
};
