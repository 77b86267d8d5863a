import { agentScreens } from './agent-screens.ts';
import { approvalScreens } from './approval-screens.ts';
import { dailyScreens } from './daily-screens.ts';
import { knowledgeScreens } from './knowledge-screens.ts';
import { syncScreens } from './sync-screens.ts';
import { phoneDark, phoneLight } from './variants.ts';
import type { WorkspaceScreen } from './workspace-screen.ts';

export const workspaceScreens: readonly WorkspaceScreen[] = [
  ...dailyScreens,
  ...knowledgeScreens,
  ...agentScreens,
  ...syncScreens,
  ...approvalScreens,
];

/** The pages for visitors who are not signed in. */
export const outsideScreens = [
  { name: 'sign-in', about: 'Sign in, or begin a team', variants: phoneLight },
  {
    name: 'link-used',
    about: 'A sign-in link that was used before: how a member and how the owner of the server get another one',
    variants: phoneDark,
  },
  { name: 'begin-alone', about: 'A workspace without a server: a name, and no network', variants: phoneDark },
  { name: 'chat', about: 'The page for customers, before the first word', variants: phoneLight },
  {
    name: 'chat-file',
    about: 'A visitor has sent a file, a person is called, and another file is under way',
    variants: phoneLight,
  },
  {
    name: 'chat-answer',
    about: 'A customer is answered from the knowledge base, with the source',
    variants: phoneDark,
  },
] as const;
