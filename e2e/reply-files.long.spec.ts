import { readFileSync } from 'node:fs';
import { type Browser, expect, type Page } from '@playwright/test';
import { chooseFiles } from './support/reply-with-files.ts';
import { test } from './support/test.ts';
import type { World } from './support/world.ts';

const visit = async (browser: Browser, { chatPage }: World): Promise<Page> => {
  const context = await browser.newContext({ locale: 'ru-RU', timezoneId: 'Europe/Moscow' });
  const page = await context.newPage();
  await page.goto(chatPage);
  await page.getByRole('textbox').fill('Меня зовут Ирина. Пришлёте план зала?');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log').getByText('Ирина').first()).toBeVisible();
  return page;
};

/** The customer's name is there once the agent has read it in the message; before, the list names the visitor by a number. */
const openConversation = async (page: Page): Promise<void> => {
  await page.getByRole('listitem').getByText('Ирина', { exact: true }).first().click();
  await expect(page.getByRole('textbox', { name: 'Ответ клиенту' })).toBeVisible();
};

test('files attached to a reply offline survive a reload, wait for the server, and reach the visitor whole', async ({
  browser,
  page,
  world,
}) => {
  await page.goto(world.link);
  const visitor = await visit(browser, world);
  await openConversation(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await world.stopServer();

  const files = await chooseFiles(page);
  await page.reload();
  await openConversation(page);
  for (const { name } of files) await expect(page.getByRole('button', { name: `Убрать: ${name}` })).toBeVisible();
  await page.getByRole('textbox', { name: 'Ответ клиенту' }).fill('Вот план и смета');
  await page.getByRole('button', { name: 'Отправить', exact: true }).click();
  await expect(page.getByText('Отправится, когда устройство с файлом будет на связи').first()).toBeVisible();
  await page.reload();
  await openConversation(page);
  for (const { name } of files) await expect(page.getByRole('button', { name: `Убрать: ${name}` })).toBeHidden();

  await world.startServer();
  await expect(page.getByRole('button', { name: 'Открыть: план зала.png' })).toBeVisible({ timeout: 60_000 });
  const log = visitor.getByRole('log');
  await expect(log.getByRole('img', { name: 'план зала.png' })).toBeVisible({ timeout: 60_000 });
  for (const { name, buffer } of files) {
    const downloading = visitor.waitForEvent('download');
    await log.getByRole('button', { name: `Скачать: ${name}` }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe(name);
    expect(readFileSync(await download.path()).equals(buffer)).toBe(true);
  }
});
