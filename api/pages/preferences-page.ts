import { type RequestHandler, Router, raw } from 'express';
import { z } from 'zod';
import {
  agreeAgain,
  type Choice,
  type FollowedPreferences,
  followPreferencesLink,
  nameOfChoice,
  preferencesOf,
  stopChosen,
  stopEverything,
  wordingOf,
} from '../../records/marketing/preferences';
import type { Work } from '../../records/work';
import { type MarketingChannel, marketingChannels } from '../../workflows/marketing-opt-out/words';
import { crisisLines } from '../../workflows/shared/crisis-block';
import { fieldsOf } from '../http/multipart';
import type { ApiDeps } from '../http/perform';
import { valid } from '../http/validate';
import { goOnTo, type Render } from './render';
import { inEnglish, type TextKey } from './texts/texts';

const received = ['stopped', 'stopped-some', 'agreed'] as const;
type Received = (typeof received)[number];
const receivedQuery = z.enum(received).optional().catch(undefined);

const choices = z.union([z.string(), z.array(z.string()).max(100)]).default([]);
const form = z.discriminatedUnion('action', [
  z.object({ action: z.literal('stop-all') }),
  z.object({ action: z.literal('stop-chosen'), chosen: choices }),
  z.object({ action: z.literal('agree'), chosen: choices }),
]);
/** RFC 8058: a mail program unsubscribes for its reader, without a look at the page. */
const oneClick = z.object({ 'List-Unsubscribe': z.literal('One-Click') });

/**
 * `/u/{token}`: what a client is sent, and how to have no more of it. Programs that look at links before people do only
 * ever GET: that shows the choice and changes nothing. domain.md §4
 */
export function preferencesPage({ records, clock, tell }: ApiDeps, render: Render): Router {
  const router = Router();
  router.use(raw({ type: 'multipart/form-data', limit: '20kb' }), multipartAsForm);

  router.get('/:token', async (request, response) => {
    const said = receivedQuery.parse(request.query['received']);
    const view = await followPreferencesLink(records, clock(), request.params.token, viewOf);
    render(response, 200, 'preferences', { ...view, said: said && (`news.received.${said}` satisfies TextKey) });
  });

  router.post('/:token', async (request, response) => {
    const { token } = request.params;
    const body: unknown = request.body;
    const isOneClick = oneClick.safeParse(body).success;
    const take = isOneClick ? stopByOneClick : actOn(valid(form, body));
    const { taken, untold } = await followPreferencesLink(records, clock(), token, async (work, followed) => ({
      taken: await take(work, followed),
      untold: work.untold,
    }));
    tell(untold);
    // Whoever clicked never sees an answer, and their program follows none: there is no redirect.
    if (isOneClick)
      response
        .status(200)
        .type('text/plain')
        .send(`${inEnglish('news.received.stopped')}\n`);
    else goOnTo(response, `/u/${encodeURIComponent(token)}?received=${taken}`);
  });
  return router;
}

type Take = (work: Work, followed: FollowedPreferences) => Promise<Received>;

const stopByOneClick: Take = async (work, followed) => {
  await stopEverything(work, followed, 'one-click');
  return 'stopped';
};

const actOn =
  (filled: z.infer<typeof form>): Take =>
  async (work, followed) => {
    switch (filled.action) {
      case 'stop-all':
        await stopEverything(work, followed, 'preferences-page');
        return 'stopped';
      case 'stop-chosen':
        await stopChosen(work, followed, choicesIn(filled.chosen));
        return 'stopped-some';
      case 'agree':
        await agreeAgain(work, followed, choicesIn(filled.chosen));
        return 'agreed';
    }
  };

async function viewOf(work: Work, followed: FollowedPreferences): Promise<object> {
  const { inForce, offered } = await preferencesOf(work, followed);
  const { senderName, callbackNumber } = followed.organisation;
  return {
    senderName,
    callbackNumber,
    inForce: inForce.map((choice) => ({ value: fieldOf(choice), label: nameOfChoice(choice) })),
    offered: offered.map((choice) => ({ value: fieldOf(choice), label: wordingOf(choice) })),
    crisisLines: crisisLines(followed.country),
  };
}

const fieldOf = ({ channel, topic }: Choice): string => `${channel}/${topic}`;

const choicesIn = (values: string | readonly string[]): readonly Choice[] =>
  [values].flat().flatMap((value) => {
    const [channel = '', ...topic] = value.split('/');
    return isChannel(channel) ? [{ channel, topic: topic.join('/') }] : [];
  });

const isChannel = (text: string): text is MarketingChannel => (marketingChannels as readonly string[]).includes(text);

/** RFC 8058 lets programs send a multipart form as well. */
const multipartAsForm: RequestHandler = async (request, _response, next) => {
  const body: unknown = request.body;
  if (Buffer.isBuffer(body)) {
    const fields = await fieldsOf(request.get('content-type') ?? '', body);
    request.body = Object.fromEntries([...fields].map(([name, value]) => [name, value.toString('utf8')]));
  }
  next();
};
