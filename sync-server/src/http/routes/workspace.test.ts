import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Api, readProblem, startApi } from '../testing/start-api.ts';
import { createWorkspaceRouter } from './workspace.ts';

let folder: string;
let api: Api;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inbetwin-workspace-'));
  api = await startApi({ routers: [createWorkspaceRouter(folder)] });
});
afterEach(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

const build = async () => {
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>inBeTwin</title>');
  await writeFile(join(folder, 'service-worker.js'), 'addEventListener("fetch", () => {});');
  await writeFile(join(folder, 'manifest.webmanifest'), '{}');
  await writeFile(join(folder, 'assets', 'index-B3xY9_aZ.js'), 'export {}');
  await writeFile(join(folder, '..', 'outside-workspace.txt'), 'private');
};

const cacheOf = async (path: string) => (await api.send('GET', path)).headers.get('cache-control');

test('the page is asked for anew each time, hashed files never again', async () => {
  await build();
  const page = await api.send('GET', '/');
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(await page.text()).toContain('inBeTwin');
  expect(await cacheOf('/')).toBe('no-cache');
  expect(await cacheOf('/assets/index-B3xY9_aZ.js')).toContain('immutable');
});

test("the service worker is this origin's script at the root, asked for anew each time", async () => {
  await build();
  const worker = await api.send('GET', '/service-worker.js');
  expect(worker.headers.get('content-type')).toContain('text/javascript');
  expect(worker.headers.get('cache-control')).toBe('no-cache');
  for (const path of ['/', '/service-worker.js']) {
    const policy = (await api.send('GET', path)).headers.get('content-security-policy')?.split(';');
    expect(policy).toContain("worker-src 'self'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("manifest-src 'self'");
  }
  const manifest = await api.send('GET', '/manifest.webmanifest');
  expect(manifest.headers.get('content-type')).toContain('application/manifest+json');
});

test('pages run no foreign script and cannot be framed', async () => {
  await build();
  const policy = (await api.send('GET', '/')).headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('upgrade-insecure-requests');
});

test('what is not in the folder is a problem document, and nothing outside it is served', async () => {
  await build();
  for (const path of [
    '/assets/old-00000000.js',
    '/leads',
    '/..%2foutside-workspace.txt',
    '/%2e%2e/outside-workspace.txt',
  ]) {
    expect((await readProblem(await api.send('GET', path))).status).toBe(404);
  }
});

test('without a build it says how to make one, and serves it as soon as it is there', async () => {
  const missing = await api.send('GET', '/');
  expect([missing.status, await missing.text()]).toEqual([503, expect.stringContaining('npm run build')]);
  await build();
  expect((await api.send('GET', '/')).status).toBe(200);
});
