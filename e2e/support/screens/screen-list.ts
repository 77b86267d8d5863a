import type { Page } from '@playwright/test';
import { agentScreens } from './agent-screens.ts';
import { approvalScreens } from './approval-screens.ts';
import { dailyScreens } from './daily-screens.ts';
import { knowledgeScreens } from './knowledge-screens.ts';
import { syncScreens } from './sync-screens.ts';
import { phoneDark, phoneLight, type Variant } from './variants.ts';

/** One picture of the workspace: where it is, and what has to be in sight before it is taken. */
export type WorkspaceScreen = {
  readonly name: string;
  readonly about: string;
  readonly variants: readonly Variant[];
  /** Behind `#`. */
  readonly address: (variant: Variant) => string;
  readonly ready: (page: Page, variant: Variant) => Promise<void>;
  /** Puts right what the picture needed. */
  readonly leave?: (page: Page) => Promise<void>;
};

export const workspaceScreens: readonly WorkspaceScreen[] = [
  ...dailyScreens,
  ...knowledgeScreens,
  ...agentScreens,
  ...syncScreens,
  ...approvalScreens,
];

/** The pages of those who are not signed in. */
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
    name: 'chat-answer',
    about: 'A customer is answered from the knowledge base, with the source',
    variants: phoneDark,
  },
] as const;
