import { type BrowserContext, expect, type Page, type Request } from '@playwright/test';
import { holdsEverything } from './device.ts';
import type { Team } from './team.ts';

/** The pages with an open live stream, one entry per stream. */
export const watchStreams = (context: BrowserContext): (() => Page[]) => {
  const open = new Map<Request, Page>();
  const crashed = new Set<Page>();
  context.on('page', (page) => page.on('crash', () => crashed.add(page)));
  const isStream = (request: Request) => new URL(request.url()).pathname === '/sync/v1/stream';
  context.on('request', (request) => {
    if (isStream(request)) open.set(request, request.frame().page());
  });
  context.on('requestfinished', (request) => open.delete(request));
  context.on('requestfailed', (request) => open.delete(request));
  return () => [...open.values()].filter((page) => !page.isClosed() && !crashed.has(page));
};

/** Waits until the tab has reached the server. */
export const online = (page: Page) => expect(page.getByText('На связи')).toBeVisible();

/** Opens the conversation of the customer who writes in these tests. */
export const openConversation = (page: Page) =>
  page.getByRole('list', { name: 'Разговоры' }).getByText('Пётр', { exact: true }).click();

/** Sends a reply in the open conversation. */
export const reply = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Ответ клиенту' }).fill(text);
  await page.keyboard.press('Enter');
};

/**
 * A page that a browser freezes is told, and then runs nothing. Pages without a screen always count as looked at, and such
 * ones the browser itself never freezes. Nor does it freeze a page that is writing to its database, which would stay locked.
 */
export const freeze = async (page: Page): Promise<{ thaw(): Promise<void> }> => {
  await holdsEverything(page);
  const browser = await page.context().newCDPSession(page);
  await browser.send('Debugger.enable');
  const paused = new Promise((resolve) => browser.once('Debugger.paused', resolve));
  await page.evaluate(() => {
    document.dispatchEvent(new Event('freeze'));
    setTimeout(() => {
      // biome-ignore lint/suspicious/noDebugger: this is what stops the page
      debugger;
    });
  });
  await paused;
  return {
    thaw: async () => {
      await browser.send('Debugger.resume');
      await browser.send('Debugger.disable');
      await page.evaluate(() => document.dispatchEvent(new Event('resume')));
    },
  };
};

/** Puts each tab in its own process, as a browser with enough memory does. */
export const openTabs = async (context: BrowserContext, team: Team): Promise<readonly Page[]> => {
  const tabs: Page[] = [];
  for (const address of [team.link, team.url, team.url]) {
    const page = await context.newPage();
    await page.goto(address);
    await online(page);
    tabs.push(page);
  }
  return tabs;
};
