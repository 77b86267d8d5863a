import { quantile } from '@inbetwin/shared/search/metrics.ts';
import type { Page } from '@playwright/test';
import type { BenchArea, Stage } from '../bench-area.ts';
import { buildWorkspace } from '../stage/build-workspace.ts';
import { openBrowser } from '../stage/chromium.ts';
import { customerName, storeTeam } from '../stage/sample-team.ts';
import { type Credentials, makeFolder, registerTeam, startBenchServer } from '../stage/start-server.ts';

const LEADS = 10_000;
const CONVERSATIONS = 2_000;
const RUNS = 5;
const FILLED_LIMIT_MS = 60_000;

/** Whom the first row of the inbox shows. */
const newestCustomer = customerName(LEADS - 1);
const MARK = 'inbox-usable';

/**
 * A signed-in person opens the workspace with everything already on the device: a new browser process on the same
 * profile each time, from navigation until the newest conversation can be clicked. The median of five counts.
 */
export const workspace: BenchArea = async function* (stage) {
  await buildWorkspace(stage);
  const data = await makeFolder(stage, 'workspace');
  const server = await startBenchServer(stage, data);
  const { session, credentials } = await registerTeam(server);
  await storeTeam({ folder: data, teamId: session.team.id }, { leads: LEADS, conversations: CONVERSATIONS });
  const device = { url: server.url, profile: await makeFolder(stage, 'profile') };

  stage.progress('filling the device once');
  await fillDevice(stage, device, credentials);
  yield { name: 'cold-start-10k', unit: 'ms', value: await medianStart(stage, device) };

  await server.stop();
  if (await opensAtAll(stage, device)) {
    yield { name: 'cold-start-10k-offline', unit: 'ms', value: await medianStart(stage, device) };
  } else {
    stage.progress('a browser does not open it while the server is stopped: no offline start is measured');
  }
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
    await page.getByRole('status').getByText('Online').waitFor();
    await page.getByRole('progressbar').waitFor({ state: 'detached', timeout: FILLED_LIMIT_MS });
    await page.getByRole('link', { name: 'Leads', exact: true }).click();
    await page.getByText(`${LEADS.toLocaleString('en-GB')} leads`).waitFor();
  });

const medianStart = async (stage: Stage, device: Device): Promise<number> => {
  const times: number[] = [];
  for (let run = 1; run <= RUNS; run++) {
    times.push(await withPage(stage, device, (page) => timeStart(page, device.url)));
    stage.progress(`start ${run} of ${RUNS}: ${Math.round(times.at(-1) ?? 0)} ms`);
  }
  return quantile(times, 0.5);
};

/** Milliseconds by the page's own clock, which begins with the navigation. */
const timeStart = async (page: Page, url: string): Promise<number> => {
  await page.addInitScript(markWhenUsable, { customer: newestCustomer, mark: MARK });
  await page.goto(url, { waitUntil: 'commit' });
  const usableAt = await page.waitForFunction((mark) => performance.getEntriesByName(mark)[0]?.startTime, MARK);
  await page.getByRole('link', { name: newestCustomer }).click();
  await page.getByRole('heading', { name: newestCustomer }).waitFor();
  return (await usableAt.jsonValue()) ?? Number.NaN;
};

/** Runs in the page: looks in every frame whether the row is there and a click in its middle would meet it. */
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

const opensAtAll = (stage: Stage, device: Device): Promise<boolean> =>
  withPage(stage, device, async (page) => {
    try {
      await page.goto(device.url);
      return true;
    } catch (error) {
      if (error instanceof Error && error.message.includes('net::ERR_')) return false;
      throw error;
    }
  });
