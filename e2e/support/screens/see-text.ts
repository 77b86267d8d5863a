import type { Page } from '@playwright/test';

export const seeText = async (page: Page, text: string | RegExp): Promise<void> => {
  await page.getByText(text).first().waitFor();
};
