import { webChatIdOf } from '@inbetwin/bot/channels/web-chat/web-chat.ts';
import { MAX_TEXT, newMessageSchema, receiptSchema } from '@inbetwin/bot/widget/protocol.ts';
import { webChatKind } from '@inbetwin/shared/channels/web-chat.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { Router } from 'express';
import { createBodyReader } from '../bodies/body.ts';
import { readHistory } from './chat-history.ts';
import type { ChatGuard } from './chat-limits.ts';
import type { VisitOptions, Visits } from './chat-visit.ts';

/** Enough for the longest message in any encoding. */
const MAX_BODY_BYTES = 64 * 1024;

type Parts = Pick<VisitOptions, 'receive' | 'clock'> & {
  readonly visits: Visits;
  readonly guard: ChatGuard;
  readonly documentsOf: (teamId: string) => TeamDocuments | Promise<TeamDocuments>;
};

const { account } = webChatKind;

/** Routes to write, delete, read, and acknowledge messages. */
export const mountChatMessages = (router: Router, { visits, guard, documentsOf, receive, clock }: Parts): void => {
  const readBody = createBodyReader(MAX_BODY_BYTES);

  router.post('/chat/:team/messages', async (request, response) => {
    const visit = await visits.of(request);
    await guard.admitMessage(visit.chatId, visit.address);
    const { id, text, name, choiceOf } = await readBody({ request, response, teamId: undefined }, async (body) =>
      parseMessage(body),
    );
    const chosen = choiceOf !== undefined && { chosenIn: webChatIdOf(`${choiceOf}#0`) };
    await visits.say(visit, { messageId: id, text, ...chosen }, name);
    response.status(201).json({ id });
  });

  router.delete('/chat/:team/messages/:id', async (request, response) => {
    const { teamId, chatId, address } = await visits.of(request);
    await guard.admitMessage(chatId, address);
    const deletion = { account, chatId, messageId: request.params.id, deletedAt: clock() };
    await receive(teamId, { type: 'deleted', deletion });
    response.status(204).end();
  });

  router.get('/chat/:team/messages', async (request, response) => {
    const { teamId, chatId, address } = await visits.of(request);
    await guard.admitReading(address);
    const { before } = request.query;
    const history = await readHistory(
      await documentsOf(teamId),
      chatId,
      typeof before === 'string' ? before : undefined,
    );
    response.set('Cache-Control', 'no-store').json(history);
  });

  router.post('/chat/:team/receipts', async (request, response) => {
    const { teamId, chatId, address } = await visits.of(request);
    await guard.admitReading(address);
    const { state, ids } = await readBody({ request, response, teamId: undefined }, async (body) => parseReceipt(body));
    const platformIds = ids.map((id) => webChatIdOf(`${id}#0`));
    await receive(teamId, { type: 'receipt', receipt: { account, chatId, state, platformIds } });
    response.status(204).end();
  });
};

const parseMessage = (body: unknown) => {
  const message = newMessageSchema.safeParse(body);
  if (message.success) return message.data;
  const [issue] = message.error.issues;
  throw new Failure(
    'request.invalid',
    `The message does not fit: ${issue?.path.join('.') || 'body'}: ${issue?.message}`,
    `Send an id of 8 to 64 letters or digits, and a text of 1 to ${MAX_TEXT} characters.`,
  );
};

const parseReceipt = (body: unknown) => {
  const receipt = receiptSchema.safeParse(body);
  if (receipt.success) return receipt.data;
  throw new Failure('request.invalid', 'The receipt does not fit.', 'Send a state and up to 100 ids of messages.');
};
