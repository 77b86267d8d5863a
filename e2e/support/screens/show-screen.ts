import type { Page } from '@playwright/test';
import { type Variant, viewportOf } from './variants.ts';
import type { WorkspaceScreen } from './workspace-screen.ts';

/** Navigates a page of a workspace to a screen in the given language, theme and size, and waits until it is rendered. */
export const showScreen = async (page: Page, screen: WorkspaceScreen, variant: Variant): Promise<void> => {
  const { origin } = new URL(page.url());
  await page.keyboard.press('Escape');
  await page.setViewportSize(viewportOf(variant));
  // A message stays as long as the pointer rests on it.
  await page.mouse.move(0, viewportOf(variant).height - 1);
  const isNews = await prefer(page, variant);
  await page.goto(`${origin}/#${screen.address(variant)}`);
  if (isNews) await page.reload();
  await page
    .locator('footer [role=status]')
    .getByText(/На связи|Online|Без сервера|No server/)
    .waitFor();
  await screen.ready(page, variant);
};

/** Whether anything changed, in which case the page must be reloaded. */
const prefer = (page: Page, { language, theme }: Variant): Promise<boolean> =>
  page.evaluate((wanted) => {
    const isNews = localStorage.getItem('inbetwin.preferences') !== wanted;
    localStorage.setItem('inbetwin.preferences', wanted);
    return isNews;
  }, JSON.stringify({ language, theme }));
