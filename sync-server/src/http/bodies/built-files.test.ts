import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import express from 'express';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Api, startApi } from '../testing/start-api.ts';
import { serveBuiltFiles } from './built-files.ts';

const code = 'export const words = "the same words again";\n'.repeat(200);
const compressScript = resolve(import.meta.dirname, '../../../../scripts/compress-built.mjs');

let folder: string;
let api: Api;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inbetwin-built-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), `<!doctype html><title>Page</title>${'<p>Words</p>'.repeat(200)}`);
  await writeFile(join(folder, 'assets', 'index-B3xY9_aZ.js'), code);
  await writeFile(join(folder, 'assets', 'inter-B3xY9_aZ.woff2'), code);
  await writeFile(join(folder, 'assets', 'tiny-B3xY9_aZ.js'), 'export {}');
  await promisify(execFile)(process.execPath, [compressScript, folder]);
  api = await startApi({ routers: [express.Router().use(serveBuiltFiles(folder))] });
});
afterEach(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

const ask = (path: string, headers: Record<string, string>) => api.send('GET', path, { headers });

test('the build compresses what shrinks, is named by its content and is not small', async () => {
  expect((await readdir(join(folder, 'assets'))).sort()).toEqual([
    'index-B3xY9_aZ.js',
    'index-B3xY9_aZ.js.br',
    'index-B3xY9_aZ.js.gz',
    'inter-B3xY9_aZ.woff2',
    'tiny-B3xY9_aZ.js',
  ]);
  expect((await readdir(folder)).sort()).toEqual(['assets', 'index.html']);
});

test('a file goes in the form that the build made of it, and is kept for good', async () => {
  for (const [accepted, used] of [
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0', null],
    ['identity', null],
  ] as const) {
    const response = await ask('/assets/index-B3xY9_aZ.js', { 'accept-encoding': accepted });
    expect([accepted, response.headers.get('content-encoding')]).toEqual([accepted, used]);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('vary')).toContain('Accept-Encoding');
    expect(await response.text()).toBe(code);
  }
});

test('its forms have tags of their own, and one that the client has is not sent again', async () => {
  const tags = new Set<string>();
  for (const accepted of ['br', 'gzip', 'identity']) {
    const headers = { 'accept-encoding': accepted };
    const tag = (await ask('/assets/index-B3xY9_aZ.js', headers)).headers.get('etag') ?? '';
    tags.add(tag);
    // Without its `cache-control`, Node's `fetch` would ask for a fresh answer whatever the tag.
    const again = { ...headers, 'if-none-match': tag, 'cache-control': 'max-age=0' };
    expect((await ask('/assets/index-B3xY9_aZ.js', again)).status).toBe(304);
  }
  expect(tags.size).toBe(3);
});

test('the page is compressed as it is sent, and asked for anew each time', async () => {
  const page = await ask('/', { 'accept-encoding': 'br' });
  expect(page.headers.get('content-encoding')).toBe('br');
  expect(page.headers.get('cache-control')).toBe('no-cache');
  expect(await page.text()).toContain('<title>Page</title>');
});

test('the forms have no address of their own', async () => {
  for (const form of ['br', 'gz']) {
    expect((await ask(`/assets/index-B3xY9_aZ.js.${form}`, { 'accept-encoding': form })).status).toBe(404);
  }
});
