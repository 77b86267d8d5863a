import { expect, type Page } from '@playwright/test';

/** Waits until the first download is complete, which begins before the connection is shown. */
export const holdsEverything = async (page: Page): Promise<void> => {
  await expect(page.locator('footer').last()).toContainText('На связи');
  await expect(page.getByRole('progressbar', { name: 'Первая загрузка' })).toBeHidden();
};

/** Waits until the workspace opens without a network. */
export const holdsProgram = (page: Page): Promise<void> =>
  page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

/** Waits until so many changes are stored here and not on the server: `1 правка`, `2 правки`. */
export const holdsUnsent = (page: Page, changes: string): Promise<void> =>
  expect(page.locator('footer').last()).toContainText(new RegExp(`${changes} жд(ёт|ут) отправки`));
