import { hash } from 'node:crypto';
import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import { messageSchema } from '@inbetwin/shared/entities/message.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleConversation } from '../../sync/testing/sample-documents.ts';
import { type Api, readProblem, startApi } from '../testing/start-api.ts';

let api: Api;
let owner: Session;
const conversation = sampleConversation('telegram:42:7');
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(900, 4)]);
const id = hash('sha256', png);

beforeAll(async () => {
  api = await startApi();
  owner = await api.register('owner');
  await documents().conversations.put(conversation);
  await api.blobs.put(owner.team.id, png);
});
afterAll(() => api.close());

const documents = () => openTeamDocuments(api.store, owner.team.id);
const send = (body: unknown, token = owner.accessToken) =>
  api.send('POST', `/api/v1/conversations/${conversation.id}/messages`, { token, body });

it('a reply names files that the team has, which wait for the outbox to see to them', async () => {
  const files = [{ id, name: 'C:\\план зала.png' }];
  const response = await send({ files, id: 'with-file' });
  expect(response.status).toBe(201);
  const file = { kind: 'image', name: 'план зала.png', size: png.length, state: 'waiting', digest: id };
  const message = messageSchema.parse(await response.json());
  expect(message).toMatchObject({ text: '', attachments: [file], delivery: { state: 'queued' } });
  expect((await send({ files, id: 'with-file' })).status).toBe(201);
  expect((await send({ files: [], text: 'Иное', id: 'with-file' })).status).toBe(409);
});

it('a file that the team does not have is refused, also one that another team has', async () => {
  const stranger = await api.register('stranger');
  const secret = Buffer.from('a secret of another team');
  await api.blobs.put(stranger.team.id, secret);
  for (const unknown of [hash('sha256', secret), 'f'.repeat(64), '../secret']) {
    const problem = await readProblem(await send({ text: 'Вот', files: [{ id: unknown, name: 'a.pdf' }] }));
    expect(problem).toMatchObject({ status: 422, errors: [{ path: 'files.0.id' }] });
  }
  expect(await readProblem(await send({ text: ' ' }))).toMatchObject({ status: 422, errors: [{ path: 'text' }] });
});

it('a file that did not come is asked for again by those who may write', async () => {
  const failed = {
    kind: 'image',
    name: 'a.png',
    state: 'failed',
    reason: 'channel.unreachable',
    reference: 'f1',
  } as const;
  const message = messageSchema.parse({
    id: 'telegram:42:7:1',
    conversationId: conversation.id,
    direction: 'inbound',
    author: { kind: 'customer' },
    text: '',
    attachments: [failed],
    citations: [],
    delivery: { state: 'received', attempts: 0, platformIds: [] },
    sentAt: 1,
    createdAt: 1,
  });
  await documents().messages.put(message);
  const ask = (token: string, of = message.id) => api.send('POST', `/api/v1/messages/${of}/files/fetch`, { token });
  const viewer = await api.tokenAs('viewer', owner);
  expect((await ask(viewer)).status).toBe(403);
  const answer = await ask(owner.accessToken);
  expect(answer.status).toBe(200);
  const { reason: _, ...waiting } = failed;
  expect(messageSchema.parse(await answer.json()).attachments).toEqual([{ ...waiting, state: 'waiting' }]);
  expect((await ask(owner.accessToken, 'telegram:42:7:none')).status).toBe(404);
});
