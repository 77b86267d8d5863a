import type { Page } from '@playwright/test';
import { en } from '../../../desktop/src/renderer/i18n/en.ts';
import { ru } from '../../../desktop/src/renderer/i18n/ru.ts';

/** A form keeps what was not saved, also over a reload. */
export const discardChanges = async (page: Page): Promise<void> => {
  await page
    .getByRole('button', { name: new RegExp(`^(${ru.forms.discard}|${en.forms.discard})$`) })
    .first()
    .click();
};
