import { settingSchema } from '@inbetwin/shared/entities/setting.ts';
import { type ApiClient, signInByLink } from '@inbetwin/sync-server/testing/api-client.ts';
import { expect, type Page } from '@playwright/test';
import { readSearchSet } from '../bench/evaluate/search-set.ts';
import { holdsEverything, holdsProgram, holdsUnsent } from './support/device.ts';
import { findViolations } from './support/find-violations.ts';
import { otherDeviceOf } from './support/other-device.ts';
import { typeIntoPalette } from './support/palette.ts';
import type { Team } from './support/team.ts';
import { test } from './support/test.ts';
import { watchErrors } from './support/watch-errors.ts';

test.use({ serviceWorkers: 'allow' });

const QUERY = 'сколько стоит аренда шатра';
const MISSPELT = 'оренда шотра';

test('a person sees why a passage ranked, marks it, and measures the search by these marks, offline too', async ({
  context,
  page: first,
  world,
}) => {
  const errors = watchErrors(context);
  await openLab(first, world);
  await ask(first, QUERY);
  await expect(placeOf(first, 1)).toContainText('Аренда шатра стоит 240 000 рублей');
  await expect(first.getByText(/^Уверенность \d+\s%$/)).toBeVisible();
  await seeWhy(first);

  await first.keyboard.press('ArrowDown');
  await first.keyboard.press('2');
  await expect(pressed(first, 1)).toHaveText(/^Подходит/);
  await first.keyboard.press('j');
  await first.keyboard.press('0');
  await expect(pressed(first, 2)).toHaveText(/^Не подходит/);
  await first.keyboard.press('u');
  await expect(pressed(first, 2)).toHaveCount(0);

  await first.reload();
  await expect(pressed(first, 1)).toHaveText(/^Подходит/);
  await runSet(first);
  await expect(tile(first, 'nDCG@10')).toContainText('1,000');
  await expect(tile(first, 'p95')).toContainText(/\d,\d\sмс/);

  const before = await otherDeviceOf(first, () => first.reload());
  await expect.poll(() => judgedOn(before)).toEqual({ [QUERY]: [2] });
  await holdsEverything(first);
  await holdsProgram(first);
  await world.stopServer();
  await first.close();

  const page = await context.newPage();
  await page.goto(`${world.url}/#/knowledge/lab`);
  await ask(page, MISSPELT);
  await expect(page.getByRole('list', { name: 'Почему здесь' }).first()).toContainText('опечатка');
  await placeWith(page, 'Аренда шатра стоит 240 000 рублей')
    .getByRole('button', { name: /^Частично/ })
    .click();
  await holdsUnsent(page, '1 правка');
  await runSet(page);
  await expect(page.getByText('2 запроса').first()).toBeVisible();
  await expect(tile(page, 'nDCG@10')).toContainText(/^nDCG@10(0,\d{3}|1,000)/);
  await page.getByRole('link', { name: MISSPELT }).click();
  await expect(page.getByRole('searchbox', { name: 'Запрос' })).toHaveValue(MISSPELT);

  await world.startServer();
  await expect(page.getByText(/ждёт отправки/)).toBeHidden();
  const { api } = await signInByLink(world.link);
  await expect.poll(() => judgedOn(api)).toEqual({ [QUERY]: [2], [MISSPELT]: [1] });
  expect(errors).toEqual([]);
});

test('the set leaves as a file that the evaluator reads, and a query leaves the set and comes back', async ({
  page,
  team,
}) => {
  await openLab(page, team);
  await page.getByRole('radio', { name: 'Набор' }).click();
  await expect(page.getByText('Набор команды пуст.', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Проверить запрос' }).click();
  await ask(page, QUERY);
  await placeOf(page, 1)
    .getByRole('button', { name: /^Подходит/ })
    .click();
  await page.getByRole('radio', { name: 'Набор' }).click();

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Скачать набор' }).click();
  const download = await downloading;
  const { language, documents, queries } = await readSearchSet(await download.path());
  expect([download.suggestedFilename(), language]).toEqual(['set.json', 'ru']);
  expect(queries.map(({ text, relevant }) => [text, Object.values(relevant)])).toEqual([[QUERY, [2]]]);
  const ids = new Set(documents.map(({ id }) => id));
  expect(queries.flatMap(({ relevant }) => Object.keys(relevant)).filter((id) => !ids.has(id))).toEqual([]);

  await page.getByRole('button', { name: `Убрать из набора: ${QUERY}` }).click();
  await expect(page.getByText('Набор команды пуст.', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Отменить' }).click();
  await expect(page.getByRole('link', { name: QUERY })).toBeVisible();
});

test('a marked passage that the search misses is shown, and one that is gone is told and not measured', async ({
  page,
  team,
}) => {
  await openLab(page, team);
  await ask(page, QUERY);
  await placeOf(page, 1)
    .getByRole('button', { name: /^Подходит/ })
    .click();
  await page.getByRole('combobox', { name: 'Материал' }).selectOption('Условия работы');
  await expect(placeOf(page, 1)).not.toContainText('240 000');
  await placeOf(page, 1)
    .getByRole('button', { name: /^Частично/ })
    .click();
  await page.getByRole('link', { name: 'База знаний' }).click();
  await page.getByRole('button', { name: /^Удалить «Студия событий/ }).click();
  await expect(page.getByText('Условия работы').first()).toBeVisible();

  await page.goto(`${team.url}/#/knowledge/lab?q=${encodeURIComponent(QUERY)}`);
  const missed = page.getByRole('region', { name: 'Отмечены, но не попали в результаты' });
  await expect(missed.getByText('больше нет в базе')).toBeVisible();
  await expect(missed.getByText('Аренда шатра стоит 240 000 рублей', { exact: false })).toBeVisible();
  await runSet(page);
  await expect(page.getByText('без 1 отметки: отрывка больше нет')).toBeVisible();
  expect(await findViolations(page)).toEqual([]);
});

const openLab = async (page: Page, team: Team): Promise<void> => {
  await page.goto(team.link);
  await holdsEverything(page);
  await typeIntoPalette(page, 'лаборатория');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Лаборатория поиска' })).toBeVisible();
};

const ask = (page: Page, query: string): Promise<void> =>
  page.getByRole('searchbox', { name: 'Запрос' }).pressSequentially(query);

/** The words and scores in the summary line, and all of them in the table. */
const seeWhy = async (page: Page): Promise<void> => {
  const line = placeOf(page, 1).getByRole('list', { name: 'Почему здесь' });
  await expect(line).toContainText('шатр');
  await expect(line).toContainText(/Слова #1 · \d+,\d\d/);
  await expect(line).toContainText(/Итог \d,\d{4}/);
  await placeOf(page, 1)
    .getByRole('button', { name: /^Подробно: место 1/ })
    .click();
  await expect(placeOf(page, 1).getByRole('cell', { name: 'точно' }).first()).toBeVisible();
  await placeOf(page, 1)
    .getByRole('button', { name: /^Подробно: место 1/ })
    .click();
  await page.getByRole('searchbox', { name: 'Запрос' }).focus();
};

const places = (page: Page) => page.getByRole('list', { name: 'Результаты' }).locator('> li');
const placeOf = (page: Page, rank: number) => places(page).nth(rank - 1);
const placeWith = (page: Page, text: string) => places(page).filter({ hasText: text }).first();
const pressed = (page: Page, rank: number) => placeOf(page, rank).locator('[aria-pressed=true]');
const tile = (page: Page, name: string) => page.locator('dl > div').filter({ hasText: name });

const runSet = async (page: Page): Promise<void> => {
  await page.getByRole('radio', { name: 'Набор' }).click();
  await page.getByRole('button', { name: /^Прогнать/ }).click();
  await expect(page.getByText('Последний прогон: сейчас')).toBeVisible();
};

const judgedOn = async (api: ApiClient): Promise<Readonly<Record<string, readonly number[]>>> => {
  const { documents } = await api('pull', { body: { collection: 'settings', checkpoint: null, limit: 100 } });
  const settings = documents.map(({ _deleted, ...fields }) => settingSchema.parse(fields));
  const judged = settings.flatMap(({ value, marks = [] }) => (value.kind === 'judgement' ? [{ ...value, marks }] : []));
  return Object.fromEntries(judged.map(({ query, marks }) => [query, marks.map(({ grade }) => grade)]));
};
