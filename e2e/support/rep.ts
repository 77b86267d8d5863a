import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { holdsEverything, holdsProgram } from './device.ts';
import { readStored } from './storage.ts';
import type { Team } from './team.ts';
import type { World } from './world.ts';

/** A rep at work on one conversation, with a customer who wrote by Telegram. */
export const CHAT = 61;
export const REPLY = 'Пётр, лофт свободен в субботу.';

export const box = (page: Page) => page.getByRole('textbox', { name: 'Ответ клиенту' });
export const messages = (page: Page) => page.getByRole('region', { name: 'Сообщения' });

/** Signs in, waits for the first download, and opens the conversation. */
export const openChat = async (page: Page, { link, telegram }: Team): Promise<void> => {
  telegram.customerWrites({ chatId: CHAT, text: 'Лофт свободен в субботу?', from: { first_name: 'Пётр' } });
  await expect.poll(() => telegram.sent(CHAT).length).toBe(1);
  await page.goto(link);
  await page.getByRole('list', { name: 'Разговоры' }).getByText('Пётр', { exact: true }).click();
  await expect(box(page)).toBeVisible();
  await holdsEverything(page);
};

export const reply = async (page: Page, text: string): Promise<void> => {
  await box(page).fill(text);
  await page.keyboard.press('Enter');
};

export const sentBy = ({ telegram }: Team) => telegram.sent(CHAT).map(({ text }) => text);

/** Goes offline and writes a reply that the server does not have. */
export const writeUnsent = async (page: Page, world: World): Promise<void> => {
  await openChat(page, world);
  await holdsProgram(page);
  await world.stopServer();
  await expect(page.getByText('Нет связи')).toBeVisible();
  await reply(page, REPLY);
  await expect(messages(page).getByText(REPLY)).toBeVisible();
  await box(page).fill('Недописанное');
  await expect.poll(async () => JSON.stringify(await readStored(page))).toContain('Недописанное');
};

export const downloadUnsent = async (page: Page): Promise<string> => {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Скачать неотправленное' }).first().click();
  return readFileSync(await (await downloading).path(), 'utf8');
};
