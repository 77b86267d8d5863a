import type { Stage } from '../bench-area.ts';
import { buildWorkspace } from '../stage/build-workspace.ts';
import { bundlePage } from '../stage/bundle-page.ts';
import { requireChromium } from '../stage/chromium.ts';
import { makeFolder, startBenchServer } from '../stage/start-server.ts';
import type { DeviceParts } from './new-device.ts';

type SyncStage = {
  readonly device: DeviceParts;
  /** Where the server keeps its data. */
  readonly folder: string;
};

/** The real server and what runs in the browsers of its devices. */
export const openSyncStage = async (stage: Stage): Promise<SyncStage> => {
  requireChromium();
  await buildWorkspace(stage);
  const folder = await makeFolder(stage, 'sync');
  const { url } = await startBenchServer(stage, folder);
  const script = await bundlePage(new URL('../sync/page/sync.page.ts', import.meta.url));
  return { device: { url, script }, folder };
};
