import { expect, type Locator, type Page } from '@playwright/test';
import { findViolations, untilStill } from './support/find-violations.ts';
import { typeIntoPalette } from './support/palette.ts';
import { agentScreens } from './support/screens/agent-screens.ts';
import { approvalScreens } from './support/screens/approval-screens.ts';
import { dailyScreens } from './support/screens/daily-screens.ts';
import { talkInGroup } from './support/screens/group-chat.ts';
import { inspectPage } from './support/screens/inspect-page.ts';
import { knowledgeScreens } from './support/screens/knowledge-screens.ts';
import { beginAlone, localScreens, openBeginning } from './support/screens/local-screens.ts';
import { workspaceScreens } from './support/screens/screen-list.ts';
import { sendFiles } from './support/screens/sent-files.ts';
import { showScreen } from './support/screens/show-screen.ts';
import { syncScreens } from './support/screens/sync-screens.ts';
import type { Variant } from './support/screens/variants.ts';
import type { WorkspaceScreen } from './support/screens/workspace-screen.ts';
import type { Team } from './support/team.ts';
import { test } from './support/test.ts';

const signIn = async (page: Page, team: Team): Promise<void> => {
  await page.goto(team.link);
  await expect(page.getByRole('listitem').getByText('Дмитрий Орлов')).toBeVisible();
};

/** Returns axe's findings on the page, one line each; in the dark theme, where only colors differ, only its contrast. */
const findBarriers = async (page: Page): Promise<readonly string[]> => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const found = await findViolations(page);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  return [...found, ...(await findViolations(page, 'color-contrast'))];
};

/** An open menu hides the rest of the page from assistive technology, which axe reports as a page without content. */
const hidesNothing = ({ name }: WorkspaceScreen): boolean => name !== 'mode' && name !== 'contact-fact';

/** A customer has been answered, so there is a run to look at. */
const beAsked = async ({ telegram }: Team): Promise<void> => {
  telegram.customerWrites({ chatId: 88, text: 'Сколько гостей вмещает шатёр?', from: { first_name: 'Нина' } });
  await expect.poll(() => telegram.sent(88).length).toBe(1);
};

test('every screen can be read and used by everybody, light and dark', async ({ page, team }) => {
  test.slow();
  await page.goto(team.url);
  await expect(page.getByRole('button', { name: 'Войти' })).toBeVisible();
  expect(await findBarriers(page), 'sign-in').toEqual([]);
  await page.goto(team.chatPage);
  await expect(page.getByText('На связи')).toBeVisible();
  expect(await findBarriers(page), 'chat').toEqual([]);
  await talkInGroup(team.telegram);
  await sendFiles(team.telegram);
  await signIn(page, team);
  await seeEach(page, [...dailyScreens, ...knowledgeScreens].filter(hidesNothing));
});

test('so can the agents and their runs', async ({ page, team }) => {
  test.slow();
  await beAsked(team);
  await signIn(page, team);
  await seeEach(page, agentScreens);
});

test('so can what is seen of sync', async ({ page, team }) => {
  test.slow();
  await signIn(page, team);
  await seeEach(page, syncScreens);
});

test('so can what agents lay before people', async ({ page, team }) => {
  test.slow();
  await signIn(page, team);
  await seeEach(page, approvalScreens.filter(hidesNothing));
});

test('so can a workspace without a server, from its beginning on', async ({ page, team }) => {
  await page.goto(team.url);
  await openBeginning(page);
  expect(await findBarriers(page), 'begin-alone').toEqual([]);
  await page.reload();
  await beginAlone(page);
  await seeEach(page, localScreens);
  await fitEach(page, localScreens);
});

const seeEach = async (page: Page, screens: readonly WorkspaceScreen[]): Promise<void> => {
  for (const screen of screens) {
    await showScreen(page, screen, { language: 'ru', theme: 'system', width: 1440 });
    expect(await findBarriers(page), screen.name).toEqual([]);
    await screen.leave?.(page);
  }
};

test('every screen fits a phone in both languages, without a raw word or a sideways scroll', async ({ page, team }) => {
  test.slow();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await beAsked(team);
  await talkInGroup(team.telegram);
  await sendFiles(team.telegram);
  await signIn(page, team);
  await fitEach(page, workspaceScreens);
});

const fitEach = async (page: Page, screens: readonly WorkspaceScreen[]): Promise<void> => {
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

test('on a phone the header says who answers without cutting it, and no notice lies over its buttons', async ({
  page,
  team,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, team);
  for (const language of ['ru', 'en']) {
    await page.evaluate((wanted) => localStorage.setItem('inbetwin.preferences', wanted), JSON.stringify({ language }));
    await page.reload();
    const mode = page.getByRole('button', { name: /^(Кто отвечает|Who answers):/ });
    for (const customer of ['Дмитрий Орлов', 'Анна Ковалёва', 'Emily Carter', 'Ольга']) {
      await page.getByRole('listitem').getByText(customer, { exact: true }).click();
      await expect(page.getByRole('heading', { level: 1, name: customer })).toBeVisible();
      expect(await isCut(mode), `${customer} ${language}`).toBe(false);
      await page.goBack();
    }
    await page.getByRole('listitem').getByText('Анна Ковалёва', { exact: true }).click();
    for (const choice of [/^(Агент готовит, |The agent prepares, )/, /^(Агент|Agent)(?! готовит)/]) {
      await mode.click();
      await page.getByRole('menuitemradio', { name: choice }).click();
      // A notice reports what was done, and the button that did it can still be pressed.
      const close = page.getByRole('button', { name: /^(Закрыть уведомление|Close this notification)$/ });
      await expect(close).toHaveCount(1);
      await untilStill(page);
      await mode.click({ trial: true });
      expect(await isCut(mode), `${choice} ${language}`).toBe(false);
      const { width = 0, height = 0 } = (await close.boundingBox()) ?? {};
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(40);
      await close.click();
      await expect(close).toHaveCount(0);
    }
    await page.goBack();
  }
});

/** Whether part of its text is clipped. */
const isCut = (place: Locator): Promise<boolean> =>
  place.evaluate((element) =>
    [element, ...element.querySelectorAll('span')].some(
      ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
        scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1,
    ),
  );

test('the keyboard alone leads to a conversation, through the list and into the reply', async ({ page, team }) => {
  await signIn(page, team);
  await typeIntoPalette(page, 'орлов');
  const conversations = page.getByRole('group', { name: 'Разговоры' });
  const found = conversations.getByRole('option', { name: 'Дмитрий Орлов' });
  await expect(found).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  const heading = page.getByRole('heading', { level: 2 }).first();
  await expect(heading).toHaveText('Дмитрий Орлов');

  await page.keyboard.press('KeyJ');
  await expect(heading).toHaveText('Emily Carter');
  await page.keyboard.press('KeyK');
  await expect(heading).toHaveText('Дмитрий Орлов');

  await page.keyboard.press('KeyR');
  await expect(page.getByRole('textbox', { name: 'Ответ клиенту' })).toBeFocused();
  await page.keyboard.type('Дмитрий, наберу вас в пять.');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Канал не подключён: уйдёт после подключения')).toBeVisible();

  await page.keyboard.press('Escape');
  for (let step = 0; step < 20; step++) {
    await page.keyboard.press('Tab');
    expect(await describeFocus(page)).toMatchObject({ isSeen: true });
  }
});

/** Whether the focus is visible, as a ring or as the border of the surrounding field. */
const describeFocus = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return { isSeen: true, html: '' };
    const { outlineStyle, outlineWidth } = getComputedStyle(focused);
    const hasRing = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    const isText = focused.matches('textarea, input');
    return { isSeen: hasRing || isText, html: focused.outerHTML.slice(0, 200) };
  });

test('the language and the theme outlive a reload', async ({ page, team }) => {
  await signIn(page, team);
  await page.getByRole('link', { name: 'Настройки' }).click();
  await page.getByRole('radio', { name: 'Тёмная' }).click();
  await page.getByRole('radio', { name: 'English' }).click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
