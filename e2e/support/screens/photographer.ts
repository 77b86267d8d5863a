import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { chromiumLaunch } from '../chromium.ts';
import { inspectPage } from './inspect-page.ts';
import { fileNameOf, type Variant, viewportOf } from './variants.ts';

export const screensFolder = fileURLToPath(new URL('../../../docs/screens/', import.meta.url));

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ ...chromiumLaunch, args: [...chromiumLaunch.args, '--disable-lcd-text'] });

/** A person with their own browser; its errors are added to `complaints`. */
export const openPage = async (browser: Browser, variant: Variant, complaints: string[]): Promise<Page> => {
  const context: BrowserContext = await browser.newContext({
    viewport: viewportOf(variant),
    locale: variant.language === 'ru' ? 'ru-RU' : 'en-GB',
    colorScheme: variant.theme === 'system' ? null : variant.theme,
    timezoneId: 'Europe/Moscow',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
  });
  return page;
};

/** Takes screenshots, and records them with the faults found on them. */
export const createPhotographer = () => {
  const taken: string[] = [];
  const complaints: string[] = [];
  return {
    taken,
    complaints,
    /** `found` collects the faults of the page, except for expected ones. */
    take: async (page: Page, screen: string, variant: Variant, found = complaints): Promise<void> => {
      const name = fileNameOf(screen, variant);
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: path.join(screensFolder, name), animations: 'disabled', caret: 'hide' });
      taken.push(name);
      found.push(...(await inspectPage(page)).map((complaint) => `${name}: ${complaint}`));
    },
  };
};
export type Photographer = ReturnType<typeof createPhotographer>;
