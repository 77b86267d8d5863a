import type { ChatRequest } from '@inbetwin/sync-server/testing/fake-chat.ts';
import type { ChatTurn, FakeOpenAi } from '@inbetwin/sync-server/testing/fake-openai.ts';
import { expect, type Page } from '@playwright/test';
import { answering, test } from './support/model-world.ts';
import type { World } from './support/world.ts';

const CHAT = 91;
const QUESTION = 'Сколько гостей вмещает шатёр?';
const LONG = 'Шатёр «Ривьера» вмещает до 150 гостей.';
const SHORT = 'До 150 гостей.';

/** Searches, then answers as long as its task tells it to. */
const answer = (request: ChatRequest): ChatTurn => {
  const [task] = request.messages;
  if (request.messages.at(-1)?.role !== 'tool')
    return { kind: 'answer', text: '', toolCalls: [{ name: 'search_knowledge', arguments: { query: QUESTION } }] };
  return { kind: 'answer', text: task?.content?.includes('в трёх словах') ? SHORT : LONG };
};

const enter = async (page: Page, world: World): Promise<void> => {
  await page.goto(world.server().link);
  await expect(page.getByText('Анна Ковалёва').first()).toBeVisible();
};

/** A customer asked and was answered. */
const beAsked = async (world: World, model: FakeOpenAi, chatId = CHAT): Promise<void> => {
  model.always(answering(answer));
  world.telegram.customerWrites({ chatId, text: QUESTION, from: { first_name: 'Нина' } });
  await expect.poll(() => world.telegram.sent(chatId).length).toBe(1);
};

const openRun = async (page: Page): Promise<void> => {
  await page.keyboard.press('KeyG');
  await page.keyboard.press('KeyM');
  await page.getByRole('link', { name: /Нина/ }).first().click();
  await expect(page.getByRole('heading', { name: 'Ход работы: Нина' })).toBeVisible();
};

test('an administrator tries another task on a past run, sees what would differ, and saves it', async ({
  page,
  world,
  model,
}) => {
  await enter(page, world);
  await beAsked(world, model);
  expect(world.telegram.sent(CHAT)[0]?.text).toContain(LONG);
  await openRun(page);
  await page.getByRole('button', { name: 'Проверить иначе' }).click();
  await page.getByRole('menuitem', { name: 'Изменить агента: Ответы по базе знаний' }).click();

  const task = page.getByRole('textbox', { name: 'По-русски' });
  await expect(task).toHaveValue(/Ты отвечаешь клиентам/);
  await task.fill('Отвечай в трёх словах.');
  await expect(page.getByRole('combobox', { name: 'Какой разбор' })).toContainText(QUESTION);
  const asked = model.requests.length;
  await page.getByRole('button', { name: 'Проверить', exact: true }).click();

  const tested = page.getByRole('region', { name: 'Проверка' });
  await expect(tested.getByRole('region', { name: 'Было' })).toContainText(LONG);
  await expect(tested.getByRole('region', { name: 'Стало' })).toContainText(SHORT);
  await expect(tested.getByText('иначе')).toHaveCount(1);
  expect(model.requests.length).toBeGreaterThan(asked);
  // Nobody was written to, and nothing is stored: the task is still a draft.
  expect(world.telegram.sent(CHAT)).toHaveLength(1);

  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByText('Сохранено: Ответы по базе знаний')).toBeVisible();
  for (let chatId = CHAT + 1; ; chatId++) {
    await beAsked(world, model, chatId);
    // What was saved on this device reaches the server by itself.
    if (world.telegram.sent(chatId)[0]?.text.includes(SHORT)) break;
  }
  await page.getByRole('button', { name: 'Вернуть встроенное' }).click();
  await expect(task).toHaveValue(/Ты отвечаешь клиентам/);
});

test('a message that nobody sent is tried, and the words of a failed test are plain', async ({
  page,
  world,
  model,
}) => {
  await enter(page, world);
  model.always(answering(answer));
  await page.goto(`${world.server().url}/#/agents/rag`);
  await page.getByRole('radio', { name: 'Сообщение' }).click();
  await page.getByRole('textbox', { name: 'Что пишет клиент' }).fill(QUESTION);
  await page.getByRole('button', { name: 'Проверить', exact: true }).click();
  const console = page.getByRole('region', { name: 'Проверка' });
  await expect(console.getByText(LONG)).toBeVisible();
  await expect(console.getByText('Ответ дан')).toBeVisible();

  await world.stopServer();
  await expect(console.getByText('Проверка идёт на сервере: нужна связь.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Проверить', exact: true })).toBeDisabled();
});

test('the trace tells how an answer came about, down to the passage, and without a network too', async ({
  page,
  world,
  model,
}) => {
  await enter(page, world);
  await beAsked(world, model);
  await page.getByText('Нина').first().click();
  await page.getByRole('link', { name: 'Ход работы' }).click();
  await expect(page.getByText(QUESTION).first()).toBeVisible();
  await expect(page.getByText('Ответ дан')).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await world.stopServer();
  await expect(page.getByText(/Нет сети/)).toBeVisible();
  await page.reload();

  await page.getByRole('button', { name: /^Ответы по базе знаний: Искать в базе знаний, / }).click();
  const step = page.getByRole('button', { name: /^Искать в базе знаний/, expanded: true });
  await expect(step).toBeFocused();
  await expect(page.getByRole('heading', { name: 'Что передано' })).toBeVisible();
  await page
    .getByRole('listitem')
    .filter({ hasText: /^Искать в базе знаний/ })
    .getByRole('link')
    .first()
    .click();
  await expect(page.getByRole('region', { name: 'Текст', exact: true })).toBeVisible();
});

test('a run that goes on is stopped from the monitor, and the customer is left to the person who stopped it', async ({
  page,
  world,
  model,
}) => {
  await enter(page, world);
  model.always(answering(() => ({ kind: 'silence' })));
  world.telegram.customerWrites({ chatId: CHAT, text: QUESTION, from: { first_name: 'Нина' } });
  await page.keyboard.press('KeyG');
  await page.keyboard.press('KeyM');
  await page.getByRole('radio', { name: 'Идут' }).click();
  await page.getByRole('button', { name: 'Остановить: Нина' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Остановить' }).click();
  await expect(page.getByText('Разбор останавливается, разговор ваш')).toBeVisible();
  await page.getByRole('radio', { name: 'Все' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Нина' }).getByText('Остановлен')).toBeVisible();
  expect(world.telegram.sent(CHAT)).toEqual([]);

  await page.getByRole('link', { name: /Нина/ }).first().click();
  await expect(page.getByText('Разбор остановлен')).toBeVisible();
  await page.getByRole('link', { name: 'К разговору' }).click();
  await expect(page.getByText('Отвечаете вы').first()).toBeVisible();
});
