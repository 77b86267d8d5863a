import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** Removed when the test ends. */
export const makeFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'inbetwin-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
