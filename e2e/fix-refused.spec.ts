import { expect, type Page } from '@playwright/test';
import { findViolations } from './support/find-violations.ts';
import { leadOf, otherDeviceOf } from './support/other-device.ts';
import { refuseNothing, refuseStages } from './support/refuse-stage.ts';
import type { Team } from './support/team.ts';
import { test } from './support/test.ts';

const ANNA = 'Анна Ковалёва';
const stageOf = (page: Page) => page.getByRole('combobox', { name: 'Этап' });
const noteOf = (page: Page) => page.getByRole('note').filter({ hasText: 'Сервер не принял' });

/** Signs in and makes the server reject a stage. */
const openRefused = async (page: Page, team: Team) => {
  const otherDevice = await otherDeviceOf(page, () => page.goto(team.link));
  await page.getByRole('link', { name: 'Сделки' }).click();
  await page.getByRole('table').getByRole('link', { name: ANNA }).first().click();
  await refuseStages(page);
  await stageOf(page).selectOption('Предложение');
  await page.getByRole('link', { name: 'Требует внимания: 1' }).click();
  await expect(page.getByText('Этап: Поле заполнено неверно.')).toBeVisible();
  return otherDevice;
};

test('fixing leads to the field that was refused, with the reason beside it, where another value is taken', async ({
  page,
  team,
}) => {
  const otherDevice = await openRefused(page, team);
  await page.getByRole('button', { name: `Исправить ${ANNA}` }).click();
  await expect(stageOf(page)).toBeFocused();
  await expect(noteOf(page)).toContainText('Поле заполнено неверно.');
  expect(await findViolations(page)).toEqual([]);

  await refuseNothing(page);
  await stageOf(page).selectOption('Выиграна');
  await expect(noteOf(page)).toBeHidden();
  await expect.poll(async () => (await leadOf(otherDevice, ANNA)).stage).toBe('won');
  await expect(page.getByText('Требует внимания')).toBeHidden();
});

test('the server’s value comes back with one click, and goes again with another', async ({ page, team }) => {
  await openRefused(page, team);
  await page.getByRole('button', { name: `Исправить ${ANNA}` }).click();
  await noteOf(page).getByRole('button', { name: 'Вернуть как на сервере' }).click();
  await expect(stageOf(page)).toHaveValue('qualified');
  await expect(noteOf(page)).toBeHidden();
  await expect(page.getByText('Требует внимания')).toBeHidden();

  await refuseNothing(page);
  await page.getByRole('listitem').filter({ hasText: 'Возвращено' }).getByRole('button', { name: 'Отменить' }).click();
  await expect(stageOf(page)).toHaveValue('proposal');
  await expect(page.locator('footer').getByText('На связи')).toBeVisible();
});
