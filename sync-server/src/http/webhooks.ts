import express, { type Request, type Response, Router } from 'express';
import type { ChannelHost } from '../channels/channel-host.ts';
import { refuseOtherMethods } from './machinery/other-methods.ts';

/** Larger than any platform's request, because files are fetched separately. Bytes. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Receives the platforms' webhook requests for all teams; each account has an address of its own with a part that nobody can guess. */
export const createWebhookRoutes = (channels: Pick<ChannelHost, 'webhook'>): Router => {
  const router = Router();
  const address = '/webhooks/:teamId/:hook';
  // Kept as raw bytes, because signatures are computed over them.
  const readBody = express.raw({ type: () => true, limit: MAX_BODY_BYTES });

  const take = async (request: Request<{ teamId: string; hook: string }>, response: Response): Promise<void> => {
    const body: unknown = request.body;
    const {
      status,
      body: words = '',
      type = 'text/plain',
    } = await channels.webhook(request.params, {
      method: request.method === 'POST' ? 'POST' : 'GET',
      query: textsOf(request.query),
      headers: textsOf(request.headers),
      body: body instanceof Uint8Array ? body : new Uint8Array(),
    });
    response.status(status).set('Cache-Control', 'no-store').type(type).send(words);
  };

  router.get(address, take);
  router.post(address, readBody, take);
  return refuseOtherMethods(router);
};

/** Keeps only headers and parameters that occur once; of repeated ones, another program may have checked a different value. */
const textsOf = (given: object): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
