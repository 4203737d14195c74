import type { Router } from 'express';
import { actorOf, type Caller, isPlatform, staffActorOf } from '../../records/caller';
import { documentOf, fileEndings, readDocument, type SignedDocument } from '../../records/consent-form/document';
import { readConsentForm, requireListenerOfForm, showConsentForm } from '../../records/consent-form/read-consent-form';
import { signConsentForm } from '../../records/consent-form/sign';
import { type FormVersion, formVersions, saveFormVersion } from '../../records/consent-form/versions';
import { withdrawConsentForm } from '../../records/consent-form/withdraw';
import { invalidField } from '../../records/errors';
import { consentForms, consentFormVersions } from '../contract/consent-forms';
import type { ApiDeps } from '../http/perform';
import { serve } from '../http/serve-group';

/** A document of 10 MB in base64, and room around it, so that one that is somewhat larger is refused by its own size. */
export const documentBody = '16mb';

/** `/v1/clients/{id}/consent-form`: contract.md §5, domain.md §2.2. */
export const consentFormRoutes = (deps: ApiDeps): Router =>
  serve(deps, consentForms, {
    signConsentForm: async ({ work, caller, params, body: { document: given, ...signature } }) => {
      await readConsentForm(work, params.clientId);
      const document = given && readDocument(given);
      requireEvidence(caller, document);
      const via = document ? 'upload' : 'platform';
      const by = await actorOf(work, caller);
      return signConsentForm(work, by, params.clientId, { ...signature, via, document });
    },
    readConsentForm: ({ work, caller, params }) => showConsentForm(work, caller, params.clientId),
    readConsentFormDocument: async ({ work, caller, params }) => {
      const { contentType, bytes } = await documentOf(work, caller, params.clientId);
      return { contentType, name: `form.${fileEndings[contentType]}`, bytes: () => bytes };
    },
    withdrawConsentForm: async ({ work, caller, params }) => {
      const by = await actorOf(work, caller);
      await readConsentForm(work, params.clientId);
      await requireListenerOfForm(work, caller, params.clientId);
      return withdrawConsentForm(work, by, params.clientId);
    },
  });

/** What the platform says was signed there, it answers for; a member of staff has the paper. */
function requireEvidence(caller: Caller, document: SignedDocument | null): void {
  if (document || isPlatform(caller)) return;
  const detail = 'document: send the form as it was signed.';
  throw invalidField('document', 'is needed from staff', { problem: 'document-needed', detail });
}

/** `/v1/consent-form-versions`: the organisation's form in its own words. */
export const consentFormVersionRoutes = (deps: ApiDeps): Router =>
  serve(deps, consentFormVersions, {
    listConsentFormVersions: async ({ work }) => ({ items: (await formVersions(work)).map(asShown) }),
    addConsentFormVersion: async ({ work, caller, body: { text, inForceFrom = null } }) => {
      const dpo = await staffActorOf(work, caller);
      return asShown(await saveFormVersion(work, dpo, { text, inForceFrom }));
    },
  });

const asShown = ({ version, text, inForceFrom }: FormVersion) => ({
  version,
  text,
  inForceFrom: inForceFrom.toISOString(),
});
