import type { Stage } from '../bench-area.ts';
import { bundlePage } from '../stage/bundle-page.ts';
import { openBrowser } from '../stage/chromium.ts';
import { serveFiles } from '../stage/serve-files.ts';
import { makeFolder } from '../stage/start-server.ts';
import type { Step } from './engine-room.ts';
import type { OpenRoom, RoomReply } from './room.ts';
import { watchWorkerHeap } from './worker-heap.ts';

/** Opens rooms in module workers of one browser, bundled like the workspace's own worker. */
export const chromiumRooms = async (stage: Stage): Promise<OpenRoom> => {
  const script = await bundlePage(new URL('./engine.worker.ts', import.meta.url), 'es');
  const url = await serveFiles(stage, {
    '/': { type: 'text/html', body: '<!doctype html><title>Search</title>' },
    '/engine.js': { type: 'text/javascript', body: script },
  });
  const browser = await openBrowser(stage, { folder: await makeFolder(stage, 'search') });
  return async () => {
    const page = await browser.newPage();
    await page.goto(url);
    const heap = await watchWorkerHeap(await browser.newCDPSession(page));
    const worker = await page.evaluateHandle(() => new Worker('/engine.js', { type: 'module', name: 'search' }));
    return {
      run: (step) => page.evaluate(callWorker, { worker, step }),
      heap,
      close: () => page.close(),
    };
  };
};

/** Runs in the page. */
const callWorker = ({ worker, step }: { readonly worker: Worker; readonly step: Step }): Promise<readonly number[]> =>
  new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(`The engine's worker failed: ${message}`));
    worker.onmessage = ({ data }: MessageEvent<RoomReply>) => {
      if ('values' in data) resolve(data.values);
      else reject(new Error(data.error));
    };
    worker.postMessage(step);
  });
