import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { writeBuiltFiles } from '../desktop/src/renderer/service-worker/list-built-files.ts';
import { type Site, startSite } from './support/site.ts';

const WORKER = 'service-worker.js';

/** A small build with the workspace's own service worker: a page that shows `name`, and a part that it loads later. */
const writeBuild = (folder: string, name: string): string => {
  const root = path.join(folder, name);
  const built = readFileSync(path.resolve('desktop/out/renderer', WORKER), 'utf8');
  const files = {
    'index.html': `<!doctype html><title>${name}</title><h1></h1><script type="module" src="./assets/start-${name}.js"></script>`,
    [`assets/start-${name}.js`]: `
      document.querySelector('h1').textContent = 'build ${name}';
      document.addEventListener('click', async () => document.body.append((await import('./later-${name}.js')).words));
      navigator.serviceWorker.register('./${WORKER}', { updateViaCache: 'none' });`,
    [`assets/later-${name}.js`]: `export const words = 'later ${name}';`,
    // The first line lists the files that it was built with.
    [WORKER]: built.slice(built.indexOf('\n') + 1),
  };
  mkdirSync(path.join(root, 'assets'), { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(path.join(root, file), content);
  writeBuiltFiles(root, WORKER);
  return root;
};

type Builds = { readonly site: Site; readonly one: string; readonly two: string };

const test = base.extend<{ builds: Builds }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  builds: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'inbetwin-builds-'));
    const site = await startSite();
    await use({ site, one: writeBuild(folder, 'one'), two: writeBuild(folder, 'two') });
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  },
});

test.use({ serviceWorkers: 'allow' });

const installed = (page: Page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

/** Checks for a new build; resolves with whether one was installed completely and is waiting. */
const findsNewBuild = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    const coming = registration.installing;
    if (coming) {
      await new Promise<void>((resolve) => {
        coming.addEventListener('statechange', () => resolve());
      });
    }
    return registration.waiting !== null;
  });

const keptBuilds = (page: Page) => page.evaluate(async () => (await caches.keys()).length);

test('a build that could not be kept whole leaves the one before in place', async ({
  page,
  builds: { site, one, two },
}) => {
  site.serve(one);
  await page.goto(site.url);
  await installed(page);

  site.serve(two, ['assets/later-two.js']);
  expect(await findsNewBuild(page)).toBe(false);
  await page.reload();
  await expect(page.getByText('build two')).toBeVisible();
  expect(await keptBuilds(page)).toBe(1);

  site.stop();
  await page.reload();
  await expect(page.getByText('build one')).toBeVisible();
  await page.getByRole('heading').click();
  await expect(page.getByText('later one')).toBeVisible();
});

test('a page that changed while the build was being kept is not mixed into it', async ({
  page,
  builds: { site, one, two },
}) => {
  site.serve(one);
  await page.goto(site.url);
  await installed(page);
  writeFileSync(path.join(two, 'index.html'), '<h1>build three</h1>');
  site.serve(two);
  expect(await findsNewBuild(page)).toBe(false);
  expect(await keptBuilds(page)).toBe(1);
});

test('a new build shows itself on the next load, while open pages keep all of theirs', async ({
  context,
  page,
  builds,
}) => {
  const { site, one, two } = builds;
  site.serve(one);
  await page.goto(site.url);
  await installed(page);
  const other = await context.newPage();
  await other.goto(site.url);

  site.serve(two);
  expect(await findsNewBuild(page)).toBe(true);
  await page.getByRole('heading').click();
  await expect(page.getByText('later one')).toBeVisible();
  await page.reload();
  await expect(page.getByText('build two')).toBeVisible();

  site.stop();
  await page.reload();
  await expect(page.getByText('build two')).toBeVisible();
  await page.getByRole('heading').click();
  await expect(page.getByText('later two')).toBeVisible();
  await other.getByRole('heading').click();
  await expect(other.getByText('later one')).toBeVisible();

  await page.close();
  await other.close();
  const next = await context.newPage();
  await next.goto(site.url);
  await expect(next.getByText('build two')).toBeVisible();
  await expect.poll(() => keptBuilds(next)).toBe(1);
});

test('a server that does not answer does not hold the page up', async ({ page, builds: { site, one } }) => {
  site.serve(one);
  await page.goto(site.url);
  await installed(page);
  site.hang();
  await page.reload();
  await expect(page.getByText('build one')).toBeVisible();
});

test('the API, sync, the chat and health are never answered from this device', async ({
  page,
  builds: { site, one },
}) => {
  site.serve(one);
  await page.goto(site.url);
  await installed(page);
  await page.reload();
  site.stop();
  for (const address of ['api/v1/auth/me', 'sync/v1/stream', 'chat/demo', 'chat/assets/chat.js', 'health', 'ready']) {
    const outcome = page.evaluate((path) => fetch(path).then(String, () => 'no answer'), address);
    expect(await outcome).toBe('no answer');
  }
  await expect(page.goto(`${site.url}chat/demo`)).rejects.toThrow('net::ERR_');
});
