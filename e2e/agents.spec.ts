import { type ChatRequest, eventOf } from '@inbetwin/sync-server/testing/fake-chat.ts';
import type { ChatTurn, FakeOpenAi } from '@inbetwin/sync-server/testing/fake-openai.ts';
import { expect, type Page } from '@playwright/test';
import { holdsEverything, holdsProgram } from './support/device.ts';
import { answering, test } from './support/model-world.ts';
import { typeIntoPalette } from './support/palette.ts';
import { runsOnDisk } from './support/storage.ts';
import type { World } from './support/world.ts';

const CHAT = 91;
const QUESTION = 'Сколько гостей вмещает шатёр?';
const LONG = 'Шатёр «Ривьера» вмещает до 150 гостей.';
const SHORT = 'До 150 гостей.';

/** Searches, then answers at the length that its prompt asks for. */
const answer = (request: ChatRequest): ChatTurn => {
  const [task] = request.messages;
  if (request.messages.at(-1)?.role !== 'tool')
    return { kind: 'answer', text: '', toolCalls: [{ name: 'search_knowledge', arguments: { query: QUESTION } }] };
  return { kind: 'answer', text: task?.content?.includes('в трёх словах') ? SHORT : LONG };
};

const enter = async (page: Page, world: World): Promise<void> => {
  await page.goto(world.link);
  await expect(page.getByText('Анна Ковалёва').first()).toBeVisible();
  await holdsEverything(page);
};

const nameOf = (chatId: number): string => `Нина ${chatId}`;

/** A customer has asked a question and been answered. */
const beAsked = async (world: World, model: FakeOpenAi, chatId = CHAT): Promise<void> => {
  model.always(answering(answer));
  world.telegram.customerWrites({ chatId, text: QUESTION, from: { first_name: nameOf(chatId) } });
  await expect.poll(() => world.telegram.sent(chatId).length).toBe(1);
};

/**
 * Sends messages from other customers until one is answered like this, because this device's changes sync on their own. Resolves with the
 * chat of that one.
 */
const beAskedUntil = async (world: World, model: FakeOpenAi, { text, from }: { text: string; from: number }) => {
  for (let chatId = from; ; chatId++) {
    await beAsked(world, model, chatId);
    if (world.telegram.sent(chatId)[0]?.text.includes(text)) return chatId;
  }
};

const isChoice = (tool: NonNullable<ChatRequest['tools']>[number]): boolean => tool.function.name === 'choose_agent';

const openRun = async (page: Page, chatId = CHAT): Promise<void> => {
  await page.keyboard.press('KeyG');
  await page.keyboard.press('KeyM');
  await page.getByRole('link', { name: nameOf(chatId) }).click();
  await expect(page.getByRole('heading', { name: `Ход работы: ${nameOf(chatId)}` })).toBeVisible();
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
  await page.getByRole('button', { name: 'Проверить с изменениями' }).click();
  await page.getByRole('menuitem', { name: 'Изменить агента: Ответы по базе знаний' }).click();

  const task = page.getByRole('textbox', { name: 'По-русски' });
  await expect(task).toHaveValue(/Ты отвечаешь клиентам/);
  await task.fill('Отвечай в трёх словах.');
  await expect(page.getByRole('combobox', { name: 'Разбор' })).toContainText(QUESTION);
  const asked = model.requests.length;
  await page.getByRole('button', { name: 'Проверить', exact: true }).click();

  const tested = page.getByRole('region', { name: 'Проверка' });
  await expect(tested.getByRole('region', { name: 'Было' })).toContainText(LONG);
  await expect(tested.getByRole('region', { name: 'Стало' })).toContainText(SHORT);
  await expect(tested.getByText('отличается')).toHaveCount(1);
  expect(model.requests.length).toBeGreaterThan(asked);
  // No message was sent and nothing was stored: the task is still a draft.
  expect(world.telegram.sent(CHAT)).toHaveLength(1);

  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByText('Сохранено: Ответы по базе знаний')).toBeVisible();
  await beAskedUntil(world, model, { text: SHORT, from: CHAT + 1 });
  await page.getByRole('button', { name: 'Вернуть встроенные настройки' }).click();
  await expect(task).toHaveValue(/Ты отвечаешь клиентам/);
});

test('an agent that the team makes answers on its topics, is named where it worked, and can be removed', async ({
  page,
  world,
  model,
}) => {
  await enter(page, world);
  await typeIntoPalette(page, 'новый аг');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Название' })).toBeFocused();
  await page.keyboard.type('Вместимость');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Вместимость' })).toBeVisible();

  // An agent that is half set up answers nobody.
  const isOn = page.getByRole('switch', { name: 'Включён' });
  await expect(isOn).not.toBeChecked();
  const save = page.getByRole('button', { name: 'Сохранить' });
  await page.getByRole('textbox', { name: 'Темы' }).fill('гости\nвместимость');
  await page.getByRole('textbox', { name: 'По-русски' }).fill('Отвечай в трёх словах.');
  await save.click();
  await expect(page.getByText('Сохранено: Вместимость')).toBeVisible();
  await beAsked(world, model);
  expect(world.telegram.sent(CHAT)[0]?.text).toContain(LONG);

  await isOn.click();
  await save.click();
  await expect(save).toBeDisabled();
  const answered = await beAskedUntil(world, model, { text: SHORT, from: CHAT + 1 });
  // The topic decided who answers, so no model was asked.
  expect(model.requests.filter(({ tools = [] }) => tools.some(isChoice))).toEqual([]);

  await openRun(page, answered);
  await expect(page.getByText('Вместимость', { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: /^Вместимость: Искать в базе знаний, / }).click();
  await page
    .getByRole('button', { name: /^Модель test-model/ })
    .first()
    .click();
  await page.getByText('Контекст').click();
  await expect(page.getByText('Отвечай в трёх словах.').first()).toBeVisible();
  await page.getByRole('link', { name: 'К разговору' }).click();
  await expect(page.getByText('Агент «Вместимость»')).toBeVisible();

  await page.keyboard.press('KeyG');
  await page.keyboard.press('KeyN');
  await page.getByRole('link', { name: 'Вместимость' }).click();
  await page.getByRole('button', { name: 'Удалить' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Удалить' }).click();
  await expect(page.getByText('Агент удалён: Вместимость')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Ответы по базе знаний' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Вместимость' })).toHaveCount(0);
  await beAskedUntil(world, model, { text: LONG, from: 2 * CHAT });
});

test('a message that nobody sent is tried, and the words of a failed test are plain', async ({
  page,
  world,
  model,
}) => {
  await enter(page, world);
  model.always(answering(answer));
  await page.goto(`${world.url}/#/agents/rag`);
  await page.getByRole('radio', { name: 'Сообщение' }).click();
  await page.getByRole('textbox', { name: 'Что пишет клиент' }).fill(QUESTION);
  await page.getByRole('button', { name: 'Проверить', exact: true }).click();
  const console = page.getByRole('region', { name: 'Проверка' });
  await expect(console.getByText(LONG)).toBeVisible();
  await expect(console.getByText('Ответ отправлен')).toBeVisible();

  await world.stopServer();
  await expect(console.getByText('Проверка идёт на сервере: нужна связь с ним.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Проверить', exact: true })).toBeDisabled();
});

/** Streams the first words, and the rest word by word once it may. */
const writeSlowly = (text: string) => {
  const words = text.match(/\S+\s*/g) ?? [];
  const rest = Promise.withResolvers<void>();
  const pieces = async function* () {
    for (const [at, content] of words.entries()) {
      if (at === 2) await rest.promise;
      yield eventOf({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
    }
    yield eventOf({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
    yield 'data: [DONE]\n\n';
  };
  const turn = (): ChatTurn => ({ kind: 'stream', pieces: pieces() });
  return { turn, goOn: rest.resolve };
};

test('a test shows the words while the model writes them, and is really stopped', async ({ page, world, model }) => {
  await enter(page, world);
  const slow = writeSlowly(LONG);
  const turnOf = (request: ChatRequest) => (request.messages.at(-1)?.role === 'tool' ? slow.turn() : answer(request));
  model.always(answering(turnOf));
  await page.goto(`${world.url}/#/agents/rag`);
  await page.getByRole('radio', { name: 'Сообщение' }).click();
  await page.getByRole('textbox', { name: 'Что пишет клиент' }).fill(QUESTION);
  const console = page.getByRole('region', { name: 'Проверка' });
  const start = console.getByRole('button', { name: 'Проверить', exact: true });
  const writing = console.getByRole('region', { name: 'Ответы по базе знаний: пишет' });

  await start.click();
  await expect(writing).toContainText('Шатёр «Ривьера»');
  await expect(console.getByRole('button', { name: /^Искать в базе знаний/ })).toBeVisible();
  await expect(console.getByRole('status')).toHaveText(/^Ответы по базе знаний: Модель/);
  await expect(console.getByRole('timer')).toHaveText(/\d/);
  await expect(console.getByText('Ответ отправлен')).toBeHidden();
  const asked = model.received();
  await console.getByRole('button', { name: 'Остановить' }).click();
  await expect(console.getByText('Проверка остановлена.')).toBeVisible();
  const unfinished = console.getByRole('region', { name: 'Ответы по базе знаний: не дописано' });
  await expect(unfinished).toContainText('Шатёр «Ривьера»');
  await expect.poll(() => model.waiting()).toBe(0);
  expect(model.received()).toBe(asked);

  await start.click();
  await expect(writing).toContainText('Шатёр «Ривьера»');
  await expect(writing).not.toContainText('150');
  slow.goOn();
  await expect(console.getByText('Ответ отправлен')).toBeVisible();
  await expect(console.getByText(LONG)).toBeVisible();
  await expect(writing).toBeHidden();

  // Leaving the screen stops it as well.
  const again = writeSlowly(LONG);
  model.always(answering((request) => (request.messages.at(-1)?.role === 'tool' ? again.turn() : answer(request))));
  await start.click();
  await expect(writing).toContainText('Шатёр «Ривьера»');
  await page.goto(`${world.url}/#/agents`);
  await expect.poll(() => model.waiting()).toBe(0);
});

test.describe(() => {
  test.use({ serviceWorkers: 'allow' });

  test('the trace tells how an answer came about, down to the passage, and without a network too', async ({
    page,
    world,
    model,
  }) => {
    await enter(page, world);
    await beAsked(world, model);
    await page.getByText(nameOf(CHAT)).first().click();
    await page.getByRole('link', { name: 'Ход работы' }).click();
    await expect(page.getByText(QUESTION).first()).toBeVisible();
    await expect(page.getByText('Ответ отправлен')).toBeVisible();
    await expect.poll(() => runsOnDisk(page)).toEqual([expect.objectContaining({ state: 'done' })]);
    await holdsProgram(page);
    await world.stopServer();
    await expect(page.getByText(/Нет связи/)).toBeVisible();
    await page.reload();

    await page.getByRole('button', { name: /^Ответы по базе знаний: Искать в базе знаний, / }).click();
    const step = page.getByRole('button', { name: /^Искать в базе знаний/, expanded: true });
    await expect(step).toBeFocused();
    await expect(page.getByRole('heading', { name: 'Параметры' })).toBeVisible();
    await page
      .getByRole('listitem')
      .filter({ hasText: /^Искать в базе знаний/ })
      .getByRole('link')
      .first()
      .click();
    await expect(page.getByRole('region', { name: 'Текст', exact: true })).toBeVisible();

    await page.keyboard.press('KeyG');
    await page.keyboard.press('KeyM');
    await expect(page.getByText('показаны разборы, которые вы открывали последними')).toBeVisible();
    await expect(page.getByRole('list', { name: 'Разборы' }).getByRole('link')).toHaveText([/Нина/]);
  });
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
