import type { BrowserContext } from '@playwright/test';

/** Messages of the browser itself about requests to a stopped server. */
const unanswered = /^Failed to load resource: net::ERR_/;

/** Collects uncaught errors and console errors of all pages from now on. */
export const watchErrors = (context: BrowserContext): readonly string[] => {
  const errors: string[] = [];
  context.on('weberror', (found) => errors.push(String(found.error())));
  context.on('console', (message) => {
    if (message.type() === 'error' && !unanswered.test(message.text())) errors.push(message.text());
  });
  return errors;
};
