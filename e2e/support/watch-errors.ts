import type { BrowserContext } from '@playwright/test';

/** What the browser itself says of requests that a stopped server leaves unanswered. */
const unanswered = /^Failed to load resource: net::ERR_/;

/** Every uncaught error and every error on the console of all pages from here on. */
export const watchErrors = (context: BrowserContext): readonly string[] => {
  const errors: string[] = [];
  context.on('weberror', (found) => errors.push(String(found.error())));
  context.on('console', (message) => {
    if (message.type() === 'error' && !unanswered.test(message.text())) errors.push(message.text());
  });
  return errors;
};
