import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { ApiClient } from '@inbetwin/sync-server/testing/api-client.ts';
import { expect, type Page } from '@playwright/test';
import { holdsEverything, holdsUnsent } from './support/device.ts';
import { findViolations } from './support/find-violations.ts';
import { changeLead, createLead, deleteLead, leadOf, otherDeviceOf } from './support/other-device.ts';
import type { Team } from './support/team.ts';
import { test } from './support/test.ts';
import { watchErrors } from './support/watch-errors.ts';

const ANNA = 'Анна Ковалёва';
const LONG_AGO = Date.UTC(2025, 0, 1);

test('two values of one field wait side by side until a person chooses, and the choice can be taken back', async ({
  context,
  page,
  team,
}) => {
  const errors = watchErrors(context);
  const otherDevice = await signIn(page, team);
  await openContact(page, ANNA);

  await context.setOffline(true);
  await stageOf(page).selectOption('Предложение');
  await holdsUnsent(page, '1 правка');
  await changeLead(otherDevice, await leadOf(otherDevice, ANNA), { stage: 'won' });
  await context.setOffline(false);

  const mark = page.getByRole('button', { name: 'Этап: 2 значения' });
  await expect(mark).toBeVisible();
  await expect(stageOf(page)).toHaveValue('won');
  await expect(page.getByRole('link', { name: 'Требует внимания: 1' })).toBeVisible();

  await mark.focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', { name: 'Этап' });
  await expect(panel.getByText('Предложение').first()).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(panel.getByRole('button', { name: 'Взять это Предложение' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(mark).toBeFocused();

  await page.keyboard.press('Enter');
  await page.keyboard.press('Digit2');
  await expect(stageOf(page)).toHaveValue('proposal');
  await expect(mark).toBeHidden();
  await expect.poll(async () => (await leadOf(otherDevice, ANNA)).stage).toBe('proposal');

  // The undo reaches the others, who have received the change.
  const taken = page.getByRole('listitem').filter({ hasText: 'взято другое значение' });
  await taken.getByRole('button', { name: 'Отменить' }).click();
  await expect(stageOf(page)).toHaveValue('won');
  await expect.poll(async () => (await leadOf(otherDevice, ANNA)).stage).toBe('won');
  await page.reload();
  await expect(mark).toBeVisible();

  await page.getByRole('link', { name: 'Требует внимания: 1' }).click();
  await expect(page.getByRole('button', { name: ANNA })).toBeVisible();
  await page.getByRole('button', { name: 'Оставить Выиграна' }).click();
  await expect(page.getByText('Сейчас всё в порядке', { exact: false })).toBeVisible();
  await expect.poll(async () => (await leadOf(otherDevice, ANNA)).conflicts ?? []).toEqual([]);
  expect(errors).toEqual([]);
});

test('a deletion that met an edit is told of: the record stays until a person says otherwise', async ({
  context,
  page,
  team,
}) => {
  const otherDevice = await signIn(page, team);
  const deal = await createLead(otherDevice, ANNA);
  await openContact(page, ANNA);
  await expect(stageOf(page)).toHaveCount(2);

  await context.setOffline(true);
  await stageOf(page).first().selectOption('Предложение');
  await holdsUnsent(page, '1 правка');
  await deleteLead(otherDevice, deal);
  await context.setOffline(false);

  await expect(page.getByText('Запись удаляли')).toBeVisible();
  await expect(stageOf(page).first()).toHaveValue('proposal');
  await page.getByRole('button', { name: 'Удалить', exact: true }).click();
  await expect(stageOf(page)).toHaveCount(1);
  const deleted = page.getByRole('listitem').filter({ hasText: 'Запись удалена' });
  await deleted.getByRole('button', { name: 'Отменить' }).click();
  await expect(stageOf(page)).toHaveCount(2);
  await expect(stageOf(page).first()).toHaveValue('proposal');
  await expect(page.getByText('Требует внимания')).toBeHidden();
});

test('a refused reply says why, and its words outlive the conversation, which the team has removed', async ({
  context,
  page,
  team,
}) => {
  const otherDevice = await signIn(page, team);
  await page.getByRole('list', { name: 'Разговоры' }).getByText('Дмитрий Орлов').click();
  await context.setOffline(true);
  await page.getByRole('textbox', { name: 'Ответ клиенту' }).fill('Дмитрий, скидка будет.');
  await page.keyboard.press('Enter');
  // The conversation is edited here as well before the other device removes it.
  await expect(page.getByRole('list', { name: 'Разговоры' }).getByText('Дмитрий, скидка будет.')).toBeVisible();
  await otherDevice('removeDemo');
  await context.setOffline(false);

  await page.getByRole('link', { name: /Треб.+ внимания: \d/ }).click();
  await expect(page.getByText('Такого разговора на сервере нет.')).toBeVisible();
  await expect(page.getByText('message.unknown_conversation')).toBeVisible();
  await page.getByRole('button', { name: 'Вернуть в черновик' }).click();
  await expect(page.getByRole('textbox', { name: 'Ответ клиенту' })).toHaveValue('Дмитрий, скидка будет.');
  await expect(page.locator('[id^="message-"]').getByText('Дмитрий, скидка будет.')).toBeHidden();
  expect(await findViolations(page)).toEqual([]);

  await page.getByRole('link', { name: 'Требуют внимания: 2' }).click();
  await page.getByRole('article').getByRole('button', { name: 'Отменить правку' }).click();
  await page.goBack();
  const unsent = page.getByRole('region', { name: 'Неотправленный ответ' });
  await expect(unsent).toContainText('Дмитрий, скидка будет.');
  expect(await findViolations(page)).toEqual([]);
  await unsent.getByRole('button', { name: 'Удалить текст' }).click();
  await expect(unsent).toBeHidden();
  const deleted = page.getByRole('listitem').filter({ hasText: 'Текст удалён' });
  await deleted.getByRole('button', { name: 'Отменить' }).click();
  await expect(unsent).toContainText('Дмитрий, скидка будет.');
});

test('the inbox works while the first download is under way, which tells how far it is', async ({ page, team }) => {
  await team.documents.contacts.insertMany(Array.from({ length: 2500 }, (_, number) => guestOf(number)));
  const seen = Promise.withResolvers<void>();
  let pages = 0;
  await page.route('**/sync/v1/pull', async (route) => {
    const { collection, ids } = route.request().postDataJSON();
    if (collection === 'contacts' && ids === undefined) pages += 1;
    if (collection === 'contacts' && pages > 1) await seen.promise;
    await route.continue();
  });
  await page.goto(team.link);
  await page.getByRole('list', { name: 'Разговоры' }).getByText('Дмитрий Орлов').click();
  await expect(page.getByRole('heading', { name: 'Дмитрий Орлов' })).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Первая загрузка' })).toBeVisible();
  await expect(page.getByText(/\d из \d.\d{3} · .+ [кМ]Б · осталось около \d+\s(с|мин)/)).toBeVisible();
  seen.resolve();
  await expect(page.getByRole('progressbar', { name: 'Первая загрузка' })).toBeHidden();
});

/** A customer of long ago. */
const guestOf = (number: number): Contact => ({
  id: `imported:${number}`,
  kind: 'person',
  name: `Гость ${number}`,
  company: 'Общество с ограниченной ответственностью «Гости и гостеприимство»',
  identities: [],
  createdAt: LONG_AGO,
  updatedAt: LONG_AGO,
});

/** Signs the page in, waits until it has everything, and returns another device of the same user. */
const signIn = async (page: Page, team: Team): Promise<ApiClient> => {
  const otherDevice = await otherDeviceOf(page, () => page.goto(team.link));
  await expect(page.getByRole('listitem').getByText('Дмитрий Орлов')).toBeVisible();
  await holdsEverything(page);
  return otherDevice;
};

const openContact = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('link', { name: 'Сделки' }).click();
  await page.getByRole('table').getByRole('link', { name }).first().click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
};

const stageOf = (page: Page) => page.getByRole('combobox', { name: 'Этап' });
