import { Router } from 'express';
import { actorOf, type Caller, isPlatform, requireRole, staffActorOf } from '../../records/caller';
import { documentOf, fileEndings, readDocument, type SignedDocument } from '../../records/consent-form/document';
import { readConsentForm, requireReaderOfForm } from '../../records/consent-form/read-consent-form';
import { signConsentForm } from '../../records/consent-form/sign';
import { type FormVersion, formVersions, saveFormVersion } from '../../records/consent-form/versions';
import { withdrawConsentForm } from '../../records/consent-form/withdraw';
import { invalidField } from '../../records/errors';
import { callerOf } from '../http/authenticate';
import { type ApiDeps, perform, read } from '../http/perform';
import { idInPath, valid } from '../http/validate';
import { consentFormBody, formVersionBody } from './consent-form-schemas';

/** A document of 10 MB in base64, and room around it, so that one that is somewhat larger is refused by its own size. */
export const documentBody = '16mb';

/** `/v1/clients/{id}/consent-form`: contract.md §5, domain.md §2.2. */
export function consentFormRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.put(
    '/:id/consent-form',
    perform(deps, async (work, caller, { params, body }) => {
      requireRole(caller, 'platform', 'admin', 'supervisor');
      const { document: given, ...signature } = valid(consentFormBody, body);
      const document = given && readDocument(given);
      requireEvidence(caller, document);
      const via = document ? 'upload' : 'platform';
      const by = await actorOf(work, caller);
      const signed = await signConsentForm(work, by, clientIn(params), { ...signature, via, document });
      return { status: 200, body: signed };
    }),
  );

  router.get(
    '/:id/consent-form',
    read(deps, async (work, caller, { params }) => {
      const view = await readConsentForm(work, clientIn(params));
      await requireReaderOfForm(work, caller, clientIn(params));
      return view;
    }),
  );

  router.get('/:id/consent-form/document', async (request, response) => {
    const caller = callerOf(request);
    requireRole(caller, 'admin', 'supervisor', 'dpo');
    const { contentType, bytes } = await deps.records.withOrganisation(caller.organisationId, deps.clock(), (work) =>
      documentOf(work, caller, clientIn(request.params)),
    );
    response
      .set('Cache-Control', 'no-store')
      .type(contentType)
      .attachment(`form.${fileEndings[contentType]}`)
      .send(bytes);
  });

  router.post(
    '/:id/consent-form/withdrawals',
    perform(deps, async (work, caller, { params }) => {
      const by = await actorOf(work, caller);
      await readConsentForm(work, clientIn(params));
      await requireReaderOfForm(work, caller, clientIn(params));
      return { status: 201, body: await withdrawConsentForm(work, by, clientIn(params)) };
    }),
  );
  return router;
}

const clientIn = ({ id }: { readonly [name: string]: unknown }): string => idInPath(id, 'client');

/** What the platform says was signed there, it answers for; a member of staff has the paper. */
function requireEvidence(caller: Caller, document: SignedDocument | null): void {
  if (document || isPlatform(caller)) return;
  const detail = 'document: send the form as it was signed.';
  throw invalidField('document', 'is needed from staff', { problem: 'document-needed', detail });
}

/** `/v1/consent-form-versions`: the organisation's form in its own words. */
export function consentFormVersionRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get(
    '/',
    read(deps, async (work) => ({ items: (await formVersions(work)).map(asShown) })),
  );
  router.post(
    '/',
    perform(deps, async (work, caller, { body }) => {
      requireRole(caller, 'dpo');
      const { text, inForceFrom } = valid(formVersionBody, body);
      const dpo = await staffActorOf(work, caller);
      const saved = await saveFormVersion(work, dpo, { text, inForceFrom: inForceFrom ?? null });
      return { status: 201, body: asShown(saved) };
    }),
  );
  return router;
}

const asShown = ({ version, text, inForceFrom }: FormVersion): object => ({
  version,
  text,
  inForceFrom: inForceFrom.toISOString(),
});
