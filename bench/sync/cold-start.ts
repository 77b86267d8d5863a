import { quantile } from '@inbetwin/shared/search/metrics.ts';
import type { Page } from '@playwright/test';
import type { Measurement, Stage } from '../bench-area.ts';
import { openBrowser } from '../stage/chromium.ts';
import { customerName, MESSAGES_EACH } from '../stage/sample-documents.ts';
import { type Credentials, makeFolder, registerTeam, startBenchServer } from '../stage/start-server.ts';
import { storeTeam } from '../stage/store-team.ts';

const LEADS = 10_000;
const RUNS = 5;
const FILLED_LIMIT_MS = 240_000;

/** The customer in the first row of the inbox. */
const newestCustomer = customerName(LEADS - 1);
const MARK = 'inbox-usable';

/**
 * A signed-in person opens the built workspace with all data already on the device: a new browser process on the same
 * profile each time, from navigation until the newest conversation can be clicked. The median of five counts.
 */
export const coldStart = async function* (stage: Stage): AsyncIterable<Measurement> {
  const data = await makeFolder(stage, 'workspace');
  const server = await startBenchServer(stage, data);
  const { session, credentials } = await registerTeam(server);
  stage.progress(`cold start: storing ${LEADS} leads and ${LEADS * MESSAGES_EACH} messages`);
  await storeTeam({ folder: data, teamId: session.team.id }, LEADS);

  const device = { url: server.url, profile: await makeFolder(stage, 'profile') };
  stage.progress('cold start: filling the device once');
  await fillDevice(stage, device, credentials);
  yield { name: 'cold-start-10k', unit: 'ms', value: await medianStart(stage, device) };

  await server.stop();
  yield { name: 'cold-start-10k-offline', unit: 'ms', value: await medianStart(stage, device) };
};

type Device = { readonly url: string; readonly profile: string };

const withPage = async <T>(stage: Stage, { profile }: Device, use: (page: Page) => Promise<T>): Promise<T> => {
  const browser = await openBrowser(stage, { folder: profile });
  const result = await use(await browser.newPage());
  await browser.close();
  return result;
};

const fillDevice = (stage: Stage, device: Device, { email, password }: Credentials): Promise<void> =>
  withPage(stage, device, async (page) => {
    await page.goto(device.url);
    await page.locator('input[name=email]').fill(email);
    await page.locator('input[name=password]').fill(password);
    await page.locator('button[type=submit]').click();
    const began = performance.now();
    await page.getByRole('status').getByText('Online').waitFor();
    await page.goto(`${device.url}/#/settings`);
    await page.getByRole('radio', { name: 'All', exact: true }).click();
    await page.waitForFunction(
      holdsAll,
      { leads: LEADS, messages: LEADS * MESSAGES_EACH },
      { timeout: FILLED_LIMIT_MS, polling: 1_000 },
    );
    await page.getByRole('progressbar').waitFor({ state: 'detached', timeout: FILLED_LIMIT_MS });
    stage.progress(`cold start: filled in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  });

/** Runs in the page: whether the local database has all documents on disk. */
const holdsAll = async (wanted: Readonly<Record<string, number>>): Promise<boolean> => {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const known = await indexedDB.databases();
  for (const [collection, count] of Object.entries(wanted)) {
    const name = known.find((database) => database.name?.endsWith(`--${collection}`))?.name;
    if (name === undefined) return false;
    const database = await done(indexedDB.open(name));
    const found = await done(database.transaction('docs').objectStore('docs').count());
    database.close();
    if (found < count) return false;
  }
  return true;
};

const medianStart = async (stage: Stage, device: Device): Promise<number> => {
  const times: number[] = [];
  for (let run = 1; run <= RUNS; run++) {
    times.push(await withPage(stage, device, (page) => timeStart(page, device.url)));
    stage.progress(`cold start: ${run} of ${RUNS}: ${Math.round(times.at(-1) ?? 0)} ms`);
  }
  return quantile(times, 0.5);
};

/** Milliseconds by the page's own clock, which starts with the navigation. */
const timeStart = async (page: Page, url: string): Promise<number> => {
  await page.addInitScript(markWhenUsable, { customer: newestCustomer, mark: MARK });
  await page.goto(url, { waitUntil: 'commit' });
  const usableAt = await page.waitForFunction((mark) => performance.getEntriesByName(mark)[0]?.startTime, MARK);
  await page.getByRole('link', { name: newestCustomer }).click();
  await page.getByRole('heading', { name: newestCustomer }).waitFor();
  return (await usableAt.jsonValue()) ?? Number.NaN;
};

/** Runs in the page: checks in every frame whether the row exists and would receive a click in its middle. */
const markWhenUsable = ({ customer, mark }: { readonly customer: string; readonly mark: string }): void => {
  const look = (): void => {
    const row = [...document.querySelectorAll('a')].find(({ textContent }) => textContent.includes(customer));
    const { left, top, width, height } = row?.getBoundingClientRect() ?? new DOMRect();
    const hit = width > 0 ? document.elementFromPoint(left + width / 2, top + height / 2) : null;
    if (row?.contains(hit) && hit) performance.mark(mark);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};
