import type { Page } from '@playwright/test';

const PULLS = '**/sync/v1/pull';
/** The number of documents per collection after which the first download stalls. */
const FIRST = 6;

/** Lets the first page of each collection pass and holds back the rest until pulls may pass. */
export const stallFirstPull = async (page: Page): Promise<void> => {
  await page.route(PULLS, async (route) => {
    const body = route.request().postDataJSON();
    if (body.checkpoint === null) await route.continue({ postData: JSON.stringify({ ...body, limit: FIRST }) });
  });
};

/** A device that was offline: the server has this many changed messages for it, and holds them back until pulls may pass. */
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
