import { randomUUID } from 'node:crypto';
import { startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createApiClient } from './testing/api-client.ts';
import { createChatVisitor } from './testing/chat-visitor.ts';
import { makeFolder } from './testing/make-folder.ts';
import { startForTest } from './testing/start-for-test.ts';

const waiting = { interval: 50, timeout: 20_000 };

const prices = `# Ремонт одежды

| Работа | Цена |
|---|---|
| Заменить молнию в брюках | 700 ₽ |
| Заменить молнию в куртке | 1 300 ₽ |
| Заменить молнию в сапогах | 900 ₽ |
| Заменить молнию в сумке | 850 ₽ |
| Заменить молнию в палатке | 1 500 ₽ |

# Подгонка

Подгонка брюк по фигуре 1 100 ₽, пиджака 2 400 ₽.
`;
const names = ['в брюках', 'в куртке', 'в сапогах', 'в сумке', 'в палатке'].map((where) => `Заменить молнию ${where}`);

test('asks which thing is meant, once, and answers a tap, a word, or a number, in the chat and in Telegram', async () => {
  const telegram = await startFakeTelegram();
  onTestFinished(() => telegram.stop());
  const server = await startForTest({ INBETWIN_DATA: makeFolder(), ALLOW_PRIVATE_ENDPOINTS: 'true' });
  const { accessToken, team } = await createApiClient(server.url)('register', {
    body: { email: 'anna@example.com', password: 'long enough', name: 'Анна', team: 'Ателье' },
  });
  const api = createApiClient(server.url, accessToken);
  await api('createSource', { body: { title: 'Ателье', text: prices, mediaType: 'text/markdown' } });
  const token = telegram.token;
  await api('connectChannel', { body: { kind: 'telegram', token, apiRoot: telegram.apiRoot } });

  const visitor = createChatVisitor(server.url, team.slug);
  const answered = (count: number) =>
    vi.waitFor(async () => {
      const answers = await visitor.answers();
      expect(answers).toHaveLength(count);
      return answers.at(-1);
    }, waiting);
  await visitor.write('почем молнию заменить');
  const asked = await answered(1);
  expect(asked?.choices).toEqual(names);
  expect(asked?.text).toBe(
    'Имеется в виду «Заменить молнию в брюках», «Заменить молнию в куртке», «Заменить молнию в сапогах», «Заменить молнию в сумке» или «Заменить молнию в палатке»?',
  );
  const tap = { id: randomUUID(), text: 'Заменить молнию в куртке', choiceOf: asked?.id };
  await visitor.write({ body: JSON.stringify(tap) });
  expect(await answered(2)).toMatchObject({
    text: 'Заменить молнию в куртке: 1 300 ₽',
    sources: [{ title: expect.anything() }],
  });
  await visitor.write('а в сумке?');
  expect((await answered(3))?.text).toContain('850 ₽');

  const told = (count: number) => vi.waitFor(() => expect(telegram.sent(5)).toHaveLength(count), waiting);
  telegram.customerWrites({ chatId: 5, text: 'почем молнию заменить' });
  await told(1);
  expect(telegram.sent(5)[0]?.buttons).toEqual(names);
  telegram.customerPresses({ chatId: 5, choice: 'Заменить молнию в сапогах' });
  await told(2);
  expect(telegram.sent(5)[1]?.text).toContain('Заменить молнию в сапогах: 900 ₽');

  telegram.customerWrites({ chatId: 6, text: 'почем молнию заменить' });
  await vi.waitFor(() => expect(telegram.sent(6)).toHaveLength(1), waiting);
  telegram.customerWrites({ chatId: 6, text: 'последняя' });
  await vi.waitFor(() => expect(telegram.sent(6).at(-1)?.text).toContain('палатке: 1 500 ₽'), waiting);
});
