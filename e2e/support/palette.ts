import { expect, type Page } from '@playwright/test';

/** Opens the palette, which is loaded when it is first needed, and types into it once it takes the keys. */
export const typeIntoPalette = async (page: Page, text: string): Promise<void> => {
  await page.keyboard.press('Control+KeyK');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.type(text);
};
