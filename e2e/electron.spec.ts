import { existsSync } from 'node:fs';
import path from 'node:path';
import { _electron as electron, expect } from '@playwright/test';
import { test } from './support/test.ts';

const names: Partial<Record<NodeJS.Platform, string>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
};
const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.resolve('node_modules/electron/dist');
const binary = path.join(folder, names[process.platform] ?? 'electron');

test('the Electron window opens signed in by the link, isolated from Node', async ({ team }) => {
  test.skip(!existsSync(binary), 'No Electron binary here: install one, or set ELECTRON_OVERRIDE_DIST_PATH.');
  const { url, link } = team;
  const app = await electron.launch({
    executablePath: binary,
    args: [path.resolve('desktop'), '--no-sandbox'],
    env: { ...process.env, INBETWIN_URL: url, INBETWIN_LINK: link } as Record<string, string>,
  });
  const window = await app.firstWindow();
  await expect(window.getByText('Анна Ковалёва').first()).toBeVisible();
  expect(await window.evaluate('[typeof require, typeof process, typeof inbetwin.request].join()')).toBe(
    'undefined,undefined,function',
  );
  await app.close();
});
