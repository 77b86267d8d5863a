import { expect, type Locator, type Page } from '@playwright/test';
import { untilStill } from './support/find-violations.ts';
import { typeIntoPalette } from './support/palette.ts';
import { findBarriers, fitEach, seeEach, signIn } from './support/screens/judge-screens.ts';
import { beginAlone, localScreens, openBeginning } from './support/screens/local-screens.ts';
import { test } from './support/test.ts';

test('everybody can read and use a workspace without a server, from its beginning on, and it fits a phone', async ({
  page,
  team,
}) => {
  await page.goto(team.url);
  await openBeginning(page);
  expect(await findBarriers(page), 'begin-alone').toEqual([]);
  await page.reload();
  await beginAlone(page);
  await seeEach(page, localScreens);
  await fitEach(page, localScreens);
});

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
