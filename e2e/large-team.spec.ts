import { expect, type Page } from '@playwright/test';
import { holdsEverything } from './support/device.ts';
import { makeLarge, OLD } from './support/large-team.ts';
import { messages } from './support/rep.ts';
import { test } from './support/test.ts';

test('an old conversation of a large team opens by its link, goes back to its beginning, and says what is missing offline', async ({
  page,
  world,
}) => {
  await makeLarge(world);
  await page.goto(world.link);
  await holdsEverything(page);
  await openOld(page, world.url);
  await expect(page.getByRole('heading', { name: OLD.customer })).toBeVisible();
  await expect(shown(page, OLD.messages - 1)).toBeVisible();
  await expect(shown(page, 100)).toHaveCount(0);

  await world.stopServer();
  await expect(page.locator('footer').last()).toContainText('Нет связи');
  await scrollUp(page);
  await expect(page.getByText('Более ранние сообщения на сервере: загрузятся, когда появится связь.')).toBeVisible();

  await world.startServer();
  // What was asked for comes by itself.
  await expect(shown(page, 100)).toHaveCount(1, { timeout: 60_000 });
  await expect(async () => {
    await scrollUp(page);
    await expect(shown(page, 0)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.getByText(/Более ранние сообщения|Загрузить более ранние/)).toHaveCount(0);
});

test('people choose how much of a large team a device holds, and see how much is here', async ({ page, world }) => {
  await makeLarge(world);
  await page.goto(world.link);
  await holdsEverything(page);
  await page.goto(`${world.url}/#/settings`);
  const sync = page.locator('#sync');
  await expect(sync.getByRole('radio', { name: '90 дней' })).toBeChecked();
  await expect(sync.getByText(/^Сообщения: \d{1,3} из 20/)).toBeVisible();
  await sync.getByRole('radio', { name: 'Год' }).click();
  await expect(sync.getByText(/^Сообщения: 20\s\d{3} из 20/)).toBeVisible();
  await expect(sync.getByText('Более старое загружается.')).toHaveCount(0);
});

const openOld = (page: Page, url: string) => page.goto(`${url}/#/inbox/${OLD.id}`);

/** A message of the old conversation, by its position. */
const shown = (page: Page, at: number) => messages(page).getByText(`Письмо ${at}`, { exact: true });

/** Scrolls to the top, also when the pane is there already. */
const scrollUp = async (page: Page): Promise<void> => {
  for (const top of [400, 0]) {
    await messages(page).evaluate((pane, to) => {
      pane.scrollTop = to;
    }, top);
  }
};
