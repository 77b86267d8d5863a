import type { Page } from '@playwright/test';

/** From now on every stage that this page sends is one that no server knows: each is refused, with its field named. */
export const refuseStages = async (page: Page): Promise<void> => {
  await page.route('**/sync/v1/push', async (route) => {
    const body = route.request().postDataJSON();
    if (body.collection !== 'leads') return route.fallback();
    const rows = body.rows.map((row: { readonly newDocumentState: object }) => ({
      ...row,
      newDocumentState: { ...row.newDocumentState, stage: 'unheard-of' },
    }));
    return route.continue({ postData: JSON.stringify({ ...body, rows }) });
  });
};

/** The page's changes reach the server as they are again. */
export const refuseNothing = (page: Page): Promise<void> => page.unroute('**/sync/v1/push');
