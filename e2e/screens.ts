import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { beginAlone, localScreens, openBeginning } from './support/screens/local-screens.ts';
import {
  createPhotographer,
  openBrowser,
  openPage,
  type Photographer,
  screensFolder,
} from './support/screens/photographer.ts';
import { outsideScreens, workspaceScreens } from './support/screens/screen-list.ts';
import { showScreen } from './support/screens/show-screen.ts';
import { openStage } from './support/screens/stage.ts';
import { fileNameOf, type Variant } from './support/screens/variants.ts';
import type { WorkspaceScreen } from './support/screens/workspace-screen.ts';
import type { Team } from './support/team.ts';

/** `npm run screens [-- NAME...]` takes screenshots of every screen, or of those named, and fails if one shows a fault. */
const names = new Set(process.argv.slice(2));
const isWanted = ({ name }: { readonly name: string }) => names.size === 0 || names.has(name);

const questions = {
  ru: 'Здравствуйте! Сколько стоит аренда шатра на день?',
  en: 'Hello! How much is the riverside marquee per day?',
};

type Outside = Record<
  (typeof outsideScreens)[number]['name'],
  (page: Page, stage: Team, variant: Variant) => Promise<unknown>
>;

const outside: Outside = {
  'sign-in': async (page, { url }) => {
    await page.goto(url);
    await page.locator('input[type=password]').waitFor();
  },
  /** The screenshots of the workspace, taken earlier, have used it up. */
  'link-used': async (page, { link }) => {
    await page.goto(link);
    await page.getByRole('alert').getByText('auth.link_used').waitFor();
  },
  'begin-alone': async (page, { url }) => {
    await page.goto(url);
    await openBeginning(page);
  },
  chat: async (page, { chatPage }) => {
    await page.goto(chatPage);
    await page.locator('#connection[data-state=connected]').waitFor();
  },
  'chat-file': async (page, { chatPage }, { language }) => {
    await page.goto(chatPage);
    await page.locator('#connection[data-state=connected]').waitFor();
    const name = language === 'ru' ? 'План участка.pdf' : 'Garden plan.pdf';
    await page.locator('#files').setInputFiles({ name, mimeType: 'application/pdf', buffer: Buffer.alloc(1_340_000) });
    await page.locator('.from-visitor .time').getByText(':').waitFor();
    // On a slow network one is under way.
    await page.route('**/files?*', () => undefined);
    await page
      .locator('#files')
      .setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(90_000) });
    await page.locator('progress').waitFor();
  },
  'chat-answer': async (page, { chatPage }, { language }) => {
    await page.goto(chatPage);
    await page.locator('textarea').fill(questions[language]);
    await page.locator('#send').click();
    await page.locator('.chip').first().click();
  },
};

const pictureOutside = async (browser: Browser, stage: Team, photographer: Photographer): Promise<void> => {
  for (const { name, variants } of outsideScreens.filter(isWanted)) {
    // This page is about an error.
    const complaints = name === 'link-used' ? [] : photographer.complaints;
    for (const variant of variants) {
      const page = await openPage(browser, variant, complaints);
      await outside[name](page, stage, variant);
      await photographer.take(page, name, variant, complaints);
      await page.context().close();
    }
  }
};

/** One signed-in user takes all of them, switching language, theme and window size. */
const pictureWorkspace = async (browser: Browser, stage: Team, photographer: Photographer): Promise<void> => {
  await pictureAll(workspaceScreens, { browser, photographer }, async (page) => {
    await page.goto(stage.link);
    await page.getByText('Анна Ковалёва').first().waitFor();
  });
};

const pictureLocal = async (browser: Browser, stage: Team, photographer: Photographer): Promise<void> => {
  await pictureAll(localScreens, { browser, photographer }, async (page) => {
    await page.goto(stage.url);
    await beginAlone(page);
  });
};

type Studio = { readonly browser: Browser; readonly photographer: Photographer };

const pictureAll = async (
  screens: readonly WorkspaceScreen[],
  { browser, photographer }: Studio,
  enter: (page: Page) => Promise<void>,
): Promise<void> => {
  const [first] = screens[0]?.variants ?? [];
  if (!first || !screens.some(isWanted)) return;
  const page = await openPage(browser, first, photographer.complaints);
  await enter(page);
  for (const screen of screens.filter(isWanted)) {
    for (const variant of screen.variants) {
      await showScreen(page, screen, variant);
      await photographer.take(page, screen.name, variant);
      await screen.leave?.(page);
    }
  }
  await page.context().close();
};

const writeContents = (): void => {
  const lines = [...outsideScreens, ...workspaceScreens, ...localScreens].map(({ name, about, variants }) => {
    const pictures = variants.map((variant) => {
      const { language, theme, width } = variant;
      return `[${language} ${theme} ${width}](${fileNameOf(name, variant)})`;
    });
    return `- **${name}**: ${about}. ${pictures.join(' · ')}`;
  });
  const text = `# Screens\n\nEvery screen in Russian and English, light and dark, wide and on a phone, from a real server with the demo team:\n\`npm run screens\` draws them anew and fails when one shows an error, a raw word or a sideways scroll.\n\n${lines.join('\n')}\n`;
  writeFileSync(path.join(screensFolder, 'README.md'), text);
};

const sizeOf = (name: string): number => statSync(path.join(screensFolder, name)).size;

mkdirSync(screensFolder, { recursive: true });
const photographer = createPhotographer();
const stage = await openStage();
const browser = await openBrowser();
try {
  await pictureWorkspace(browser, stage, photographer);
  await pictureLocal(browser, stage, photographer);
  await pictureOutside(browser, stage, photographer);
} finally {
  await browser.close();
  await stage.close();
}
if (names.size === 0) writeContents();

const { taken, complaints } = photographer;
for (const name of taken) console.log(`${name}  ${Math.ceil(sizeOf(name) / 1000)} kB`);
const total = taken.reduce((sum, name) => sum + sizeOf(name), 0);
console.log(`${taken.length} pictures, ${(total / 1e6).toFixed(1)} MB, in docs/screens`);
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length > 0 ? 1 : 0;
