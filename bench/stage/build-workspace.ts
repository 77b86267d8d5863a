import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Stage } from '../bench-area.ts';

const script = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url));
const STDERR = 2;

/**
 * Builds what browsers load from the current sources, so that no number describes an older version. Its output is shown
 * as progress.
 */
export const buildWorkspace = async (stage: Stage): Promise<void> => {
  const child = spawn(process.execPath, [script], { stdio: ['ignore', STDERR, STDERR] });
  stage.cleanUp(() => child.kill());
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`The workspace could not be built (exit code ${code}): the reason is above.`);
};
