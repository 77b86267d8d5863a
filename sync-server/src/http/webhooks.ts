import express, { type Request, type Response, Router } from 'express';
import type { ChannelHost } from '../channels/channel-host.ts';
import { refuseOtherMethods } from './machinery/other-methods.ts';

/** More than any platform tells in one call; files are fetched apart. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Where platforms call the channels of all teams: each account has an address of its own, with a part that nobody can guess. */
export const createWebhookRoutes = (channels: Pick<ChannelHost, 'webhook'>): Router => {
  const router = Router();
  const address = '/webhooks/:teamId/:hook';
  // The bytes as they came, since a signature is made over them.
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

/** What is given once; of what is given more often nobody knows which one another program has judged. */
const textsOf = (given: object): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
