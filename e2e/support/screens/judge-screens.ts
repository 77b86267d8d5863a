import { expect, type Page } from '@playwright/test';
import { findViolations } from '../find-violations.ts';
import type { Team } from '../team.ts';
import { inspectPage } from './inspect-page.ts';
import { showScreen } from './show-screen.ts';
import type { Variant } from './variants.ts';
import type { WorkspaceScreen } from './workspace-screen.ts';

/** Opens the workspace of the demo team. */
export const signIn = async (page: Page, team: Team): Promise<void> => {
  await page.goto(team.link);
  await expect(page.getByRole('listitem').getByText('Дмитрий Орлов')).toBeVisible();
};

/** Returns axe's findings on the page, one line each; in the dark theme, where only colors differ, only its contrast. */
export const findBarriers = async (page: Page): Promise<readonly string[]> => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const found = await findViolations(page);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  return [...found, ...(await findViolations(page, 'color-contrast'))];
};

/** Expects that everybody can read and use each screen, light and dark. */
export const seeEach = async (page: Page, screens: readonly WorkspaceScreen[]): Promise<void> => {
  for (const screen of screens) {
    await showScreen(page, screen, { language: 'ru', theme: 'system', width: 1440 });
    expect(await findBarriers(page), screen.name).toEqual([]);
    await screen.leave?.(page);
  }
};

/** Expects that each screen fits a phone in both languages, without a raw word. */
export const fitEach = async (page: Page, screens: readonly WorkspaceScreen[]): Promise<void> => {
  const phones: readonly Variant[] = [
    { language: 'ru', theme: 'light', width: 390 },
    { language: 'en', theme: 'dark', width: 390 },
  ];
  for (const variant of phones) {
    for (const screen of screens) {
      await showScreen(page, screen, variant);
      expect(await inspectPage(page), `${screen.name} ${variant.language}`).toEqual([]);
      await screen.leave?.(page);
    }
  }
};
