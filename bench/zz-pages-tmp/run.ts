import { createServer } from 'node:http';
import { chromium } from '@playwright/test';
import { chromiumLaunch } from '../../e2e/support/chromium.ts';
import { bundlePage } from '../stage/bundle-page.ts';

const [what = 'costs', profile = '/tmp/pages/profile', port = '47811'] = process.argv.slice(2);
const server = createServer((_, res) => {
  res.setHeader('content-type', 'text/html');
  res.end('<!doctype html><title>x</title>');
});
await new Promise<void>((r) => server.listen(Number(port), '127.0.0.1', () => r()));
const script = await bundlePage(
  new URL(`./${['time','roster','parts'].includes(what) ? 'time' : 'fill'}.page.ts`, import.meta.url),
);
const browser = await chromium.launchPersistentContext(profile, { ...chromiumLaunch, bypassCSP: true });
const page = await browser.newPage();
page.on('console', (m) => m.type() === 'error' && console.log('page:', m.text()));
page.on('pageerror', (e) => console.log('pageerror', e));
await page.goto(`http://127.0.0.1:${port}/`);
await page.addScriptTag({ content: script });
if (what === 'costs') console.log(JSON.stringify(await page.evaluate(() => (window as any).zz.costs(3))));
if (what === 'fill')
  for (const [name, count] of [
    ['leads', 100_000],
    ['contacts', 100_000],
    ['conversations', 100_000],
    ['messages', 1_000_000],
  ] as const)
    for (let from = 0; from < count; from += 50_000) {
      const took = await page.evaluate(([n, f, t]) => (window as any).zz.fill(n, f, t), [
        name,
        from,
        Math.min(count, from + 50_000),
      ] as const);
      console.log(name, from + 50_000, Math.round(took));
    }
if (what === 'time')
  console.log(
    JSON.stringify(
      await page.evaluate(([r, l]) => (window as any).zz.time(r, l), [Number(process.argv[5] ?? 30), 300000] as const),
      null,
      1,
    ),
  );
if (what === 'parts') console.log(JSON.stringify(await page.evaluate(() => (window as any).zz.parts()), null, 1));
if (what === 'roster') console.log(JSON.stringify(await page.evaluate(() => (window as any).zz.roster()), null, 1));
await browser.close();
server.close();
