import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Resolves when nothing is animated: axe would judge the contrast of a notice that is fading. */
export const untilStill = (page: Page): Promise<unknown> =>
  page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity),
  );

/** Returns axe's findings on the page, one line per rule; `rules` restricts the rules. */
export const findViolations = async (page: Page, rules?: string): Promise<readonly string[]> => {
  await untilStill(page);
  // Without frames there is nothing to put together, for which axe would open a page of its own each time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
};
