import { expect } from '@playwright/test';
import { box, downloadUnsent, REPLY, sentBy, writeUnsent } from './support/rep.ts';
import { databaseNames, readStored } from './support/storage.ts';
import { test } from './support/test.ts';

test.use({ serviceWorkers: 'allow' });

test('signing out with something unsent asks, and keeps it unless told otherwise', async ({ page, world }) => {
  await writeUnsent(page, world);
  await page.getByRole('link', { name: 'Настройки' }).click();
  await page.getByRole('button', { name: 'Выйти', exact: true }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByText(/Не отправлено: 2 правки, 1 черновик/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Отмена' }).click();
  await page.getByRole('button', { name: 'Выйти', exact: true }).click();
  await dialog.getByRole('button', { name: 'Выйти', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Почта' })).toBeVisible();
  expect(JSON.stringify(await readStored(page))).toContain(REPLY);

  await world.startServer();
  await page.goto(world.link);
  await expect.poll(() => sentBy(world)).toContain(REPLY);
  await page.goto(`${world.url}/#/inbox`);
  await page.getByRole('list', { name: 'Разговоры' }).getByText('Пётр', { exact: true }).click();
  await expect(box(page)).toHaveValue('Недописанное');
});

test('signing out can take everything from this device', async ({ context, page, world }) => {
  await writeUnsent(page, world);
  const second = await context.newPage();
  await second.goto(`${world.url}/#/inbox`);
  await expect(second.getByText('Нет связи')).toBeVisible();
  await page.getByRole('link', { name: 'Настройки' }).click();
  await page.getByRole('button', { name: 'Выйти и удалить данные' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByRole('checkbox', { name: 'Удалить данные с этого устройства' })).toBeChecked();
  expect(await downloadUnsent(page)).toContain(REPLY);
  await dialog.getByRole('button', { name: 'Выйти и удалить' }).click();
  for (const tab of [page, second]) await expect(tab.getByRole('textbox', { name: 'Почта' })).toBeVisible();
  await expect.poll(async () => (await databaseNames(page)).filter((name) => name.includes('inbetwin-'))).toEqual([]);
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Почта' })).toBeVisible();
  expect((await databaseNames(page)).filter((name) => name.includes('inbetwin-'))).toEqual([]);
});
