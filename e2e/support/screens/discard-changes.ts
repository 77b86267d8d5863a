import type { Page } from '@playwright/test';
import { en } from '../../../desktop/src/renderer/i18n/en.ts';
import { ru } from '../../../desktop/src/renderer/i18n/ru.ts';
import { readStored } from '../storage.ts';
import { until } from './until.ts';

const hasDrafts = async (page: Page): Promise<boolean> => {
  const rows = await readStored(page);
  return rows.some(({ record }) => JSON.stringify(record).includes('"drafts":[{'));
};

/** Closes the open form or panel and discards its unsaved changes, which would survive a reload. */
export const discardChanges = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape');
  await page
    .getByRole('button', { name: new RegExp(`^(${ru.forms.discard}|${en.forms.discard})$`) })
    .first()
    .click();
  // A reload would restore what is still on disk.
  await until(async () => !(await hasDrafts(page)), 'the changes to be gone');
};
