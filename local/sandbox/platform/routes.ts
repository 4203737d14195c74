import express, { type Router } from 'express';
import { z } from 'zod';
import { read } from '../problem';
import type { Platform } from './platform';

/** Where Heed's webhooks come in. */
export function platformWebhook(platform: Platform): Router {
  const router = express.Router();
  router.post('/opt-outs', express.raw({ type: '*/*', limit: '100kb' }), async (request, response) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
    const body: unknown = request.body;
    response.status(await platform.hear(Buffer.isBuffer(body) ? body : Buffer.alloc(0), headers)).end();
  });
  return router;
}

const platformSchema = z.strictObject({ confirms: z.boolean() });

/** `/sandbox/platform`: what it has heard, and whether it confirms. */
export function platformControl(platform: Platform): Router {
  const router = express.Router();
  router.get('/', (_request, response) => {
    response.json({ heard: platform.heard() });
  });
  router.put('/', express.json(), (request, response) => {
    platform.confirms(read(platformSchema, request.body).confirms);
    response.status(204).end();
  });
  return router;
}
