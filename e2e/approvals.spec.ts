import type { ApiClient } from '@inbetwin/sync-server/testing/api-client.ts';
import { type ChatVisitor, createChatVisitor } from '@inbetwin/sync-server/testing/chat-visitor.ts';
import type { ChatRequest } from '@inbetwin/sync-server/testing/fake-chat.ts';
import type { ChatTurn, FakeOpenAi } from '@inbetwin/sync-server/testing/fake-openai.ts';
import { expect, type Page } from '@playwright/test';
import { holdsEverything } from './support/device.ts';
import { answering, letAgentTakeOrders, test } from './support/model-world.ts';
import { approveElsewhere, otherDeviceOf } from './support/other-device.ts';
import type { World } from './support/world.ts';

const WISH = 'Забронируйте, пожалуйста, лофт на четыре часа. Меня зовут Вера.';
const NOTICE = 'Секунду: это должен подтвердить коллега.';

/** A model that orders what the customer asks for and reports the outcome. */
const takeOrder = (request: ChatRequest): ChatTurn => {
  const last = request.messages.at(-1);
  if (last?.role !== 'tool') {
    const order = { lines: [{ product: 'LOFT', quantity: 4 }] };
    return {
      kind: 'answer',
      text: 'Оформляю лофт на 4 часа.',
      toolCalls: [{ name: 'create_order', arguments: order }],
    };
  }
  const { error } = JSON.parse(last.content);
  const text = error ? `Не вышло: ${error.message}` : `Готово: ${last.content}`;
  return { kind: 'answer', text };
};

const enter = async (page: Page, world: World): Promise<ApiClient> => {
  const api = await otherDeviceOf(page, () => page.goto(world.link));
  await expect(page.getByText('Анна Ковалёва').first()).toBeVisible();
  // Without a network, what has not been loaded completely is not said to be empty.
  await holdsEverything(page);
  return api;
};

/** Who answers the visitor of this test, as the server has it. */
const modeOf = async (api: ApiClient): Promise<string | undefined> =>
  (await api('listConversations', { query: { limit: '100' } })).items.find(
    ({ id }) => id.startsWith('web-chat:') && !id.includes(':demo-'),
  )?.mode;

const saidTo = async (visitor: ChatVisitor): Promise<readonly string[]> =>
  (await visitor.answers()).map(({ text }) => text);

/** A customer asks for something that needs approval and is told that a colleague decides. */
const beAsked = async (page: Page, world: World, model: FakeOpenAi): Promise<ChatVisitor> => {
  model.always(answering(takeOrder));
  await letAgentTakeOrders(await enter(page, world));
  const visitor = createChatVisitor(world.url);
  await visitor.write(WISH);
  await expect.poll(() => saidTo(visitor)).toEqual([expect.stringContaining(NOTICE)]);
  await expect(page.getByRole('link', { name: /Согласования 1 запрос ждёт решения/ })).toBeVisible();
  return visitor;
};

const request = (page: Page) => page.getByRole('region', { name: 'Оформить заказ' });

test('a request approved offline by keyboard goes to the agent with the network, and the customer gets the answer', async ({
  page,
  world,
  model,
}) => {
  const visitor = await beAsked(page, world, model);
  await page.keyboard.press('KeyG');
  await page.keyboard.press('KeyP');
  await expect(request(page).getByText('Лофт «Фабрика»')).toBeVisible();
  await expect(request(page).getByText(/72\s000\s₽/)).toBeVisible();
  await expect(request(page).getByText(WISH)).toBeVisible();
  await expect(request(page).getByText('Оформляю лофт на 4 часа.')).toBeVisible();

  await world.stopServer();
  await expect(page.getByText('Нет связи')).toBeVisible();
  await page.keyboard.press('KeyA');
  await expect(page.getByText('Согласовывать нечего')).toBeVisible();
  await page.getByRole('button', { name: 'Отменить' }).click();
  await expect(request(page).getByText('Лофт «Фабрика»')).toBeVisible();
  await page.keyboard.press('KeyA');
  await expect(page.getByText('Согласовывать нечего')).toBeVisible();

  await world.startServer();
  const back = visitor.at({ url: world.url });
  await expect.poll(() => saidTo(back)).toContainEqual(expect.stringMatching(/^Готово: .*72\s000/));
  await page.getByRole('radio', { name: 'Решённые' }).click();
  await expect(request(page).getByText(/^Согласовано: вы, сегодня/)).toBeVisible();
  await expect(request(page).getByText('Выполнено')).toBeVisible();
  expect(await saidTo(back)).toHaveLength(2);
});

test('what is changed before it is approved is what the agent does', async ({ page, world, model }) => {
  const visitor = await beAsked(page, world, model);
  await page.getByRole('link', { name: /Согласования/ }).click();
  await expect(request(page).getByText('Лофт «Фабрика»')).toBeVisible();
  await page.keyboard.press('KeyE');
  const quantity = page.getByRole('textbox', { name: 'Количество' });
  await quantity.fill('много');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Введите число.')).toBeVisible();
  await expect(quantity).toBeFocused();
  await quantity.fill('5');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => saidTo(visitor)).toContainEqual(expect.stringMatching(/^Готово: .*90\s000/));
  await page.getByRole('radio', { name: 'Решённые' }).click();
  await expect(request(page).getByText(/^Согласовано с правками: вы/)).toBeVisible();
  await expect(request(page).getByText('вместо: Лофт «Фабрика» × 4')).toBeVisible();
});

test('a refusal reaches the agent with its reason, and nothing is done', async ({ page, world, model }) => {
  const visitor = await beAsked(page, world, model);
  await page.getByRole('link', { name: /Согласования/ }).click();
  await expect(request(page).getByText('Лофт «Фабрика»')).toBeVisible();
  await page.keyboard.press('KeyR');
  await page.keyboard.type('В эти часы лофт занят');
  await page.keyboard.press('Enter');
  await expect.poll(() => saidTo(visitor)).toContainEqual(expect.stringContaining('В эти часы лофт занят'));
  await page.getByRole('radio', { name: 'Решённые' }).click();
  await expect(request(page).getByText(/^Отклонено: вы, сегодня/)).toBeVisible();
  await expect(request(page).getByText('Причина: В эти часы лофт занят')).toBeVisible();
});

test('a decision that came too late says what was decided before, and leaves it at that', async ({
  page,
  world,
  model,
}) => {
  const visitor = await beAsked(page, world, model);
  const api = await otherDeviceOf(page, () => page.reload());
  await page.getByRole('link', { name: /Согласования/ }).click();
  await expect(request(page).getByText('Лофт «Фабрика»')).toBeVisible();
  // A list says that it is empty only once everything has been downloaded.
  await holdsEverything(page);
  await page.route('**/sync/v1/**', (route) => route.abort());
  await page.keyboard.press('KeyR');
  await page.keyboard.type('Занято');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Согласовывать нечего')).toBeVisible();
  await approveElsewhere(api, await userIdOf(page));
  await expect.poll(() => saidTo(visitor)).toContainEqual(expect.stringMatching(/^Готово: /));

  await page.unroute('**/sync/v1/**');
  await page.getByRole('link', { name: 'Требует внимания: 1' }).click();
  await expect(page.getByText('Это уже решил другой человек. Решение осталось прежним.')).toBeVisible();
  await page.getByRole('button', { name: 'Оформить заказ', exact: true }).click();
  const note = page.getByRole('alert').filter({ hasText: 'Ваше решение опоздало' });
  await expect(note.getByText(/^Это уже согласовано: вы, сегодня/)).toBeVisible();
  await note.getByRole('button', { name: 'Понятно' }).click();
  await expect(request(page).getByText(/^Согласовано: вы, сегодня/)).toBeVisible();
  await expect(page.getByText(/внимания/)).toBeHidden();
});

const userIdOf = (page: Page): Promise<string> =>
  page.evaluate(() => JSON.parse(localStorage.getItem('inbetwin.profile') ?? '{}').user.id);

test('a person who takes over while the agent is at work finds what it had prepared as a suggestion', async ({
  page,
  world,
  model,
}) => {
  const words = 'Лофт свободен, ждём вас в субботу.';
  const thinking = Promise.withResolvers<ChatTurn>();
  model.always(answering(() => thinking.promise));
  const api = await enter(page, world);
  const visitor = createChatVisitor(world.url);
  await visitor.write('Сколько стоит лофт?');
  await page.getByRole('list', { name: 'Разговоры' }).getByText('Сколько стоит лофт?').click();
  await expect(page.getByRole('button', { name: 'Кто отвечает: Агент пишет ответ' })).toBeVisible();

  await page.keyboard.press('KeyT');
  await expect(page.getByRole('button', { name: 'Кто отвечает: Отвечаете вы' })).toBeVisible();
  await expect.poll(() => modeOf(api)).toBe('human');
  thinking.resolve({ kind: 'answer', text: words });
  const suggestion = page.getByRole('region', { name: 'Подсказка агента' });
  await expect(suggestion.getByText(words)).toBeVisible();
  expect(await saidTo(visitor)).toEqual([]);

  await page.keyboard.press('KeyU');
  const reply = page.getByRole('textbox', { name: 'Ответ клиенту' });
  await expect(reply).toHaveValue(words);
  await expect(suggestion).toBeHidden();
  await expect(reply).toBeFocused();
  await page.keyboard.type(' Приезжайте.');
  await page.keyboard.press('Enter');
  await expect.poll(() => saidTo(visitor)).toEqual([`${words} Приезжайте.`]);
});

test('in draft mode every answer waits for a person, who sends it as it is', async ({ page, world, model }) => {
  const words = 'Да, лофт свободен.';
  model.always(answering(() => ({ kind: 'answer', text: words })));
  const api = await enter(page, world);
  const visitor = createChatVisitor(world.url);
  await visitor.write('Здравствуйте');
  await expect.poll(() => saidTo(visitor)).toEqual([words]);
  await page.getByRole('list', { name: 'Разговоры' }).getByText(words).click();
  await page.getByRole('button', { name: /^Кто отвечает/ }).click();
  await page.getByRole('menuitemradio', { name: /Агент готовит, человек отправляет/ }).click();
  await expect(page.getByRole('button', { name: 'Кто отвечает: Агент готовит черновики' })).toBeVisible();
  await expect.poll(() => modeOf(api)).toBe('draft');

  await visitor.write('Сколько стоит лофт?');
  const suggestion = page.getByRole('region', { name: 'Подсказка агента' });
  await suggestion.getByRole('button', { name: 'Отправить как есть' }).click();
  await expect.poll(() => saidTo(visitor)).toEqual([words, words]);
  await expect(suggestion).toBeHidden();
  await expect(page.getByRole('button', { name: 'Кто отвечает: Агент готовит черновики' })).toBeVisible();
});
