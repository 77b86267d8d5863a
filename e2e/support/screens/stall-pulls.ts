import type { Page } from '@playwright/test';

const PULLS = '**/sync/v1/pull';
/** Of each collection the first download brings no more than this before it stalls. */
const FIRST = 6;

/** The first page of everything comes, and what is behind it does not, until pulls may pass again. */
export const stallFirstPull = async (page: Page): Promise<void> => {
  await page.route(PULLS, async (route) => {
    const body = route.request().postDataJSON();
    if (body.checkpoint === null) await route.continue({ postData: JSON.stringify({ ...body, limit: FIRST }) });
  });
};

/** A device that was away: the server has so many changed messages for it, of which none come until pulls may pass again. */
export const stallLaterPull = async (page: Page, remaining: number): Promise<void> => {
  await page.route(PULLS, async (route) => {
    const { collection, count } = route.request().postDataJSON();
    if (collection !== 'messages') return route.continue();
    if (!count) return;
    const response = await route.fetch();
    return route.fulfill({ response, json: { ...(await response.json()), more: true, remaining } });
  });
};

export const letPullsPass = async (page: Page): Promise<void> => {
  await page.unroute(PULLS);
  await page.reload();
};
