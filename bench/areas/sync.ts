import { quantile } from '@inbetwin/shared/search/metrics.ts';
import type { Page } from '@playwright/test';
import type { BenchArea, Stage } from '../bench-area.ts';
import { bundlePage } from '../stage/bundle-page.ts';
import { openBrowser } from '../stage/chromium.ts';
import { sampleLeads, storeLeads } from '../stage/sample-team.ts';
import { serveJson } from '../stage/serve-json.ts';
import { makeFolder, registerTeam, startBenchServer } from '../stage/start-server.ts';

const LEADS = 10_000;
const RUNS = 5;

/**
 * The first pull of a team's leads into RxDB on Dexie, by the workspace's own replication in the state it ships in, and
 * what of it no replication could save: the floor. Each run has a new browser profile; the median of five counts.
 */
export const sync: BenchArea = async function* (stage) {
  const data = await makeFolder(stage, 'sync');
  const server = await startBenchServer(stage, data);
  const { session, credentials } = await registerTeam(server);
  const leads = sampleLeads(LEADS);
  stage.progress(`storing ${LEADS} leads of ${Buffer.byteLength(JSON.stringify(leads[0]))} bytes each`);
  await storeLeads({ folder: data, teamId: session.team.id }, leads);
  const floorUrl = await serveJson(stage, leads);
  const script = await bundlePage(new URL('../first-pull.page.ts', import.meta.url));
  const device = { url: server.url, script };

  const floors: number[] = [];
  const pulls: number[] = [];
  for (let run = 1; run <= RUNS; run++) {
    stage.progress(`run ${run} of ${RUNS}`);
    floors.push(
      await onNewDevice(stage, device, (page) =>
        page.evaluate(([url, count]) => window.firstPull.floor(url, count), [floorUrl, LEADS] as const),
      ),
    );
    pulls.push(
      await onNewDevice(stage, device, (page) =>
        page.evaluate(([who, count]) => window.firstPull.replicate(who, count), [credentials, LEADS] as const),
      ),
    );
  }
  yield {
    name: 'first-pull-10k',
    unit: 'documents/s',
    value: perSecond(pulls),
    peer: { name: 'floor', value: perSecond(floors) },
  };
};

const perSecond = (times: readonly number[]): number => LEADS / (quantile(times, 0.5) / 1000);

type Device = { readonly url: string; readonly script: string };

/** A page of the server's own origin in a browser that has never been there. */
const onNewDevice = async <T>(stage: Stage, { url, script }: Device, use: (page: Page) => Promise<T>): Promise<T> => {
  const browser = await openBrowser(stage, { folder: await makeFolder(stage, 'device'), bypassCSP: true });
  const page = await browser.newPage();
  await page.goto(`${url}/health`);
  await page.addScriptTag({ content: script });
  const result = await use(page);
  await browser.close();
  return result;
};
