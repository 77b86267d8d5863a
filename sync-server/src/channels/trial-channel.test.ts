import { TRIAL_KEY } from '@inbetwin/bot/testing/trial/fake-trial-platform.ts';
import { trialKind } from '@inbetwin/bot/testing/trial/trial-channel.ts';
import { contactIdOf, conversationIdOf, isFollowUpId } from '@inbetwin/shared/conversations/ids.ts';
import { newSetting } from '@inbetwin/shared/entities/setting.ts';
import { expect, test, vi } from 'vitest';
import { beginTrial as begin, type TrialLife as Life } from '../testing/trial-server.ts';

const DAY = 24 * 3_600_000;
const waiting = { timeout: 30_000, interval: 30 };
const place = { channel: trialKind.kind, account: 'trial-1', chatId: 'anna' };
const conversationId = conversationIdOf(place);

const connect = async ({ api }: Pick<Life, 'api'>, apiRoot: string, key = TRIAL_KEY) => {
  const connected = await api('connectChannel', { body: { kind: 'trial', apiRoot, key } });
  await vi.waitFor(async () => expect((await api('listChannels')).items[0]?.state).toBe('connected'), waiting);
  return connected;
};
const messagesIn = async ({ api }: Life) =>
  (await api('listMessages', { params: { id: conversationId }, query: { limit: '50' } })).items;
const outbound = async (life: Life) => (await messagesIn(life)).filter(({ direction }) => direction === 'outbound');

test('a message comes by webhook and is answered; edits and receipts are shown; a restart takes no new token', async () => {
  const { platform, start } = await begin();
  const life = await start();
  await connect(life, platform.apiRoot);
  await platform.customerWrites('anna', 'Здравствуйте, какая предоплата?');
  expect(platform.unanswered()).toBe(0);
  await vi.waitFor(() => expect(platform.sent('anna').length).toBeGreaterThan(0), waiting);
  await vi.waitFor(async () => expect((await outbound(life))[0]?.delivery.state).toBe('sent'), waiting);

  const ids = platform.sent('anna').map(({ id }) => id);
  await platform.receipt('read', 'anna', ids);
  await platform.receipt('delivered', 'anna', ids);
  expect((await outbound(life))[0]?.delivery.state).toBe('read');

  await platform.customerEdits('anna', 'm1', 'Здравствуйте, какая рассрочка?');
  const [said] = (await messagesIn(life)).filter(({ direction }) => direction === 'inbound');
  expect(said).toMatchObject({
    text: 'Здравствуйте, какая рассрочка?',
    edited: { earlier: ['Здравствуйте, какая предоплата?'] },
  });

  expect((await life.api('listChannels')).items[0]?.webhookUrl).toBe(platform.hook());

  const issued = platform.tokensIssued();
  await life.stop();
  const second = await start();
  await vi.waitFor(async () => expect((await second.api('listChannels')).items[0]?.state).toBe('connected'), waiting);
  expect(platform.tokensIssued()).toBe(issued);
  await platform.customerWrites('anna', 'Я вернулась');
  await vi.waitFor(
    async () => expect((await messagesIn(second)).map(({ text }) => text)).toContain('Я вернулась'),
    waiting,
  );
});

test('a customer who blocks us is shown so, a reply fails and says why, and after an unblock the same goes out', async () => {
  const { platform, start } = await begin();
  const life = await start();
  await connect(life, platform.apiRoot);
  await platform.customerWrites('anna', 'Перезвоните мне');
  await vi.waitFor(() => expect(platform.sent('anna').length).toBeGreaterThan(0), waiting);
  const reach = async () => {
    const { items } = await life.api('listConversations', { query: { limit: '200' } });
    return items.find(({ id }) => id === conversationId)?.reach?.state;
  };
  await platform.customerBlocks('anna');
  expect(await reach()).toBe('blocked');
  const reply = { params: { id: conversationId }, body: { text: 'Звоним' } };
  const refused = await life.api('sendMessage', reply);
  await vi.waitFor(async () => {
    const found = (await outbound(life)).find(({ id }) => id === refused.id);
    expect(found?.delivery).toMatchObject({ state: 'failed', reason: { code: 'channel.blocked' } });
  }, waiting);
  await platform.customerUnblocks('anna');
  expect(await reach()).toBe('open');
  await life.api('sendMessage', reply);
  await vi.waitFor(() => expect(platform.sent('anna').map(({ text }) => text)).toContain('Звоним'), waiting);
});

test('a message that its customer deletes is blank for the team, and stays so after a redelivery', async () => {
  const { platform, start } = await begin();
  const life = await start();
  await connect(life, platform.apiRoot);
  await platform.customerWrites('anna', 'Мой паспорт 4510');
  await vi.waitFor(() => expect(platform.sent('anna').length).toBeGreaterThan(0), waiting);
  await platform.customerDeletes('anna', platform.lastMessageId());
  await platform.redeliverLast();
  const [said] = (await messagesIn(life)).filter(({ direction }) => direction === 'inbound');
  expect(said).toMatchObject({ text: '', removed: { at: expect.any(Number) } });
});

test('a customer whose messages name an id alone is called by the name that the platform tells, if it does', async () => {
  const { platform, start } = await begin();
  const life = await start();
  await connect(life, platform.apiRoot);
  platform.hideNames();
  const nameOf = async (user: string) => {
    const id = contactIdOf(place.channel, place.account, user);
    return (await life.api('getContact', { params: { id } })).name;
  };
  await platform.customerWrites('anna', 'Добрый день');
  await vi.waitFor(async () => expect(await nameOf('anna')).toBe('Анна Петрова'), waiting);
  await platform.customerWrites('boris', 'Добрый день');
  await vi.waitFor(async () => expect(await nameOf('boris')).toBe('boris'), waiting);
});

test('keeps nothing of a call that is not the platform’s, that is too large, or whose address nobody has', async () => {
  const { platform, start } = await begin();
  const life = await start();
  await connect(life, platform.apiRoot);
  const hook = platform.hook() ?? '';
  const told = { type: 'message', chat: 'anna', id: 'forged', text: 'Подделка', name: 'Никто', at: 1 };
  expect((await platform.forge(told)).status).toBe(403);
  const large = await fetch(hook, { method: 'POST', body: 'x'.repeat(1_100_000) });
  expect(large.status).toBe(413);
  expect((await fetch(hook.slice(0, -4), { method: 'POST', body: '{}' })).status).toBe(404);
  expect((await fetch(hook, { method: 'PUT', body: '{}' })).status).toBe(405);
  expect(
    (await life.api('listConversations', { query: { limit: '200' } })).items.some(({ id }) => id === conversationId),
  ).toBe(false);
  const [channel] = (await life.api('listChannels')).items;
  await life.api('disconnectChannel', { params: { id: channel?.id ?? '' } });
  expect((await platform.post(told)).status).toBe(404);
});

test('refuses credentials that do not fit, and names the field', async () => {
  const { platform, start } = await begin();
  const { api } = await start();
  await expect(api('connectChannel', { body: { kind: 'trial', apiRoot: platform.apiRoot } })).rejects.toThrow(
    /422.*key/,
  );
  await expect(connect({ api }, platform.apiRoot, 'wrong')).rejects.toThrow('channel.token_refused');
});

test('outside of the window for free text a reply is refused with a reason, and inside it goes out', async () => {
  const { platform, start, pass } = await begin();
  const life = await start();
  await connect(life, platform.apiRoot);
  await platform.customerWrites('anna', 'Перезвоните мне');
  await vi.waitFor(() => expect(platform.sent('anna').length).toBeGreaterThan(0), waiting);
  pass(2 * DAY);
  const api = await life.signIn();
  const late = await api('sendMessage', {
    params: { id: conversationId },
    body: { text: 'Извините за ожидание' },
  });
  await vi.waitFor(async () => {
    const found = (await outbound({ ...life, api })).find(({ id }) => id === late.id);
    expect(found?.delivery).toMatchObject({ state: 'failed', reason: { code: 'channel.window_closed' } });
  }, waiting);
  await platform.customerWrites('anna', 'Я ещё жду');
  await api('sendMessage', { params: { id: conversationId }, body: { text: 'Уже звоним' } });
  await vi.waitFor(() => expect(platform.sent('anna').map(({ text }) => text)).toContain('Уже звоним'), waiting);
  expect(platform.sent('anna').map(({ text }) => text)).not.toContain('Извините за ожидание');
});

test('outside of the window a template goes out, one that the platform has paused does not, and free text is told of them', async () => {
  const { platform, start, pass } = await begin();
  const life = await start();
  const { id } = await connect(life, platform.apiRoot);
  await platform.customerWrites('anna', 'Перезвоните мне');
  await vi.waitFor(() => expect(platform.sent('anna').length).toBeGreaterThan(0), waiting);
  pass(2 * DAY);
  const api = await life.signIn();
  const later = { ...life, api };
  const found = await api('listTemplates', { params: { id } });
  expect(found.items.map(({ name, language }) => `${name} ${language}`)).toContain('order_ready ru');
  const send = (template: object) => api('sendMessage', { params: { id: conversationId }, body: { template } });
  const ready = { name: 'order_ready', language: 'ru' };
  const parameters = [
    { name: '1', value: 'Анна' },
    { name: '2', value: '№ 15' },
  ];
  expect(await send({ ...ready, parameters })).toMatchObject({ text: 'Анна, ваш заказ № 15 готов.' });
  const lastIn = (chat: string) => platform.sent(chat).at(-1);
  const ours = { text: 'Анна, ваш заказ № 15 готов.', isTemplate: true };
  await vi.waitFor(() => expect(lastIn('anna')).toMatchObject(ours), waiting);

  await expect(send({ ...ready, parameters: parameters.slice(1) })).rejects.toThrow(/422.*template\.parameters/);
  await expect(send({ ...ready, language: 'fr', parameters })).rejects.toThrow('channel.template_unavailable');
  const both = { text: 'И так', template: { ...ready, parameters } };
  await expect(api('sendMessage', { params: { id: conversationId }, body: both })).rejects.toThrow('422');

  const reasonOf = async (messageId: string) =>
    (await outbound(later)).find((message) => message.id === messageId)?.delivery.reason;
  const free = await api('sendMessage', { params: { id: conversationId }, body: { text: 'Вы где?' } });
  await vi.waitFor(async () => expect((await reasonOf(free.id))?.message).toContain('Send a template'), waiting);
  // The platform pauses it behind our back, after the list was read.
  platform.trouble(422);
  const paused = await send({ ...ready, parameters });
  await vi.waitFor(async () => expect((await reasonOf(paused.id))?.code).toBe('channel.template_unavailable'), waiting);
  expect(platform.sent('anna').filter(({ isTemplate }) => isTemplate)).toHaveLength(1);
});

test('a follow-up outside of the window is the template that an administrator named', async () => {
  const { platform, start, pass } = await begin();
  const life = await start();
  await connect(life, platform.apiRoot);
  await platform.customerWrites('anna', 'Здравствуйте, какая предоплата?');
  const followUps = async ({ api }: Pick<Life, 'api'>) => {
    const { documents } = await api('pull', { body: { collection: 'work', checkpoint: null, limit: 1000 } });
    return documents.filter(({ id }) => isFollowUpId(id));
  };
  await vi.waitFor(async () => expect(await followUps(life)).toHaveLength(1), waiting);
  const followUpTemplate = { name: 'remind', language: 'ru', body: 'Здравствуйте, {{name}}! Вопрос ещё актуален?' };
  const { channel, account } = place;
  const setting = {
    ...newSetting({ kind: 'follow-up-template', channel, account }),
    followUpTemplate,
    _deleted: false,
  };
  const body = { collection: 'settings', rows: [{ newDocumentState: setting }] };
  expect(await life.api('push', { body })).toMatchObject({ refused: [] });
  await life.stop();
  // Noon in Moscow: nothing is written at night.
  const noon = Math.ceil((Date.now() + 2 * DAY) / DAY) * DAY + 9 * 3_600_000;
  pass(noon - Date.now());
  const next = await start();
  await vi.waitFor(
    async () => expect(await followUps(next)).toMatchObject([{ state: 'done', followUp: { ended: 'sent' } }]),
    waiting,
  );
  const said = { text: 'Здравствуйте, Анна! Вопрос ещё актуален?', isTemplate: true };
  await vi.waitFor(() => expect(platform.sent('anna').at(-1)).toMatchObject(said), waiting);
});

test('a long answer keeps to the rate of the chat, and arrives whole', async () => {
  const { platform, start } = await begin();
  const life = await start();
  await connect(life, platform.apiRoot);
  await platform.customerWrites('anna', 'Расскажите всё');
  await vi.waitFor(() => expect(platform.sent('anna').length).toBeGreaterThan(0), waiting);
  const before = platform.sent('anna').length;
  const text = Array.from({ length: 12 }, (_, index) => `Предложение номер ${index} ${'о тортах '.repeat(15)}.`).join(
    ' ',
  );
  await life.api('sendMessage', { params: { id: conversationId }, body: { text } });
  await vi.waitFor(async () => expect((await outbound(life)).at(-1)?.delivery.state).toBe('sent'), waiting);
  const parts = platform.sent('anna').slice(before);
  expect(parts.length).toBeGreaterThan(5);
  expect(
    parts
      .map((part) => part.text)
      .join(' ')
      .replaceAll(/\s+/g, ' '),
  ).toBe(text.replaceAll(/\s+/g, ' '));
});
