import type { Page } from '@playwright/test';
import type { Variant } from './variants.ts';

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
