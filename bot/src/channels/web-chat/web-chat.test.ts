import { expect, test } from 'vitest';
import { webChat } from './web-chat.ts';

test('takes every part under the id of its message, and shows nobody typing: the page’s own process does', async () => {
  const connection = webChat.open();
  expect(connection.health()).toEqual({ state: 'connected', name: 'site' });
  const part = { chatId: 'c', text: 'Здравствуйте', idempotencyKey: 'run:1:reply#0' };
  for (let time = 0; time < 2; time++) expect(await connection.send(part)).toEqual({ platformId: 'run:1:reply#0' });
  expect([connection.showTyping, webChat.capabilities.typingMs]).toEqual([undefined, undefined]);
  await expect(connection.download('r', new AbortController().signal)).rejects.toMatchObject({ code: 'file.gone' });
});
