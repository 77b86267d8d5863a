import { expect } from '@playwright/test';
import { agentScreens } from './support/screens/agent-screens.ts';
import { approvalScreens } from './support/screens/approval-screens.ts';
import { dailyScreens } from './support/screens/daily-screens.ts';
import { talkInGroup } from './support/screens/group-chat.ts';
import { findBarriers, fitEach, seeEach, signIn } from './support/screens/judge-screens.ts';
import { knowledgeScreens } from './support/screens/knowledge-screens.ts';
import { workspaceScreens } from './support/screens/screen-list.ts';
import { sendFiles } from './support/screens/sent-files.ts';
import { syncScreens } from './support/screens/sync-screens.ts';
import type { WorkspaceScreen } from './support/screens/workspace-screen.ts';
import type { Team } from './support/team.ts';
import { test } from './support/test.ts';

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

test('every screen fits a phone in both languages, without a raw word or a sideways scroll', async ({ page, team }) => {
  test.slow();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await beAsked(team);
  await talkInGroup(team.telegram);
  await sendFiles(team.telegram);
  await signIn(page, team);
  await fitEach(page, workspaceScreens);
});
