import type { Page } from '@playwright/test';
import type { Variant } from './variants.ts';

/** One screenshot: its address, and what must be visible before it is taken. */
export type WorkspaceScreen = {
  readonly name: string;
  readonly about: string;
  readonly variants: readonly Variant[];
  /** Behind `#`. */
  readonly address: (variant: Variant) => string;
  readonly ready: (page: Page, variant: Variant) => Promise<void>;
  /** Undoes what was arranged for the screenshot. */
  readonly leave?: (page: Page) => Promise<void>;
};
