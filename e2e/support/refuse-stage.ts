import type { Page } from '@playwright/test';

/** Replaces every stage that this page sends from now on by an unknown one, so that the server rejects it and names the field. */
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

/** Lets the page's changes reach the server unmodified again. */
export const refuseNothing = (page: Page): Promise<void> => page.unroute('**/sync/v1/push');
