import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, chromium, expect, type Page } from '@playwright/test';
import { seededRandom } from '../bench/seeded-random.ts';
import { bundlePage } from '../bench/stage/bundle-page.ts';
import type { Deeds } from './device.page.ts';
import { chromiumLaunch } from './support/chromium.ts';
import { startFaultyProxy } from './support/faulty-proxy.ts';
import { test } from './support/test.ts';

const CHAT = 58;
const EDITS = 1_000;
const seed = Number(process.env.NETWORK_SEED ?? 1);

/** Launches a separate browser with its own storage. */
const openDevice = async (url: string, script: string): Promise<{ page: Page; close(): Promise<void> }> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'inbetwin-device-'));
  const context: BrowserContext = await chromium.launchPersistentContext(folder, {
    ...chromiumLaunch,
    bypassCSP: true,
  });
  const page = await context.newPage();
  await page.goto(`${url}/health`);
  await page.addScriptTag({ content: script });
  return {
    page,
    close: async () => {
      await context.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
};

test('2,000 edits on two devices through a faulty network: none is lost, none is doubled', async ({ world }) => {
  test.setTimeout(600_000);
  test.info().annotations.push({ type: 'NETWORK_SEED', description: String(seed) });
  console.info(`NETWORK_SEED=${seed}`);
  const { telegram } = world;
  const random = seededRandom(seed);
  telegram.customerWrites({ chatId: CHAT, text: 'Здравствуйте, сколько стоит зал?', from: { first_name: 'Пётр' } });
  await expect.poll(() => telegram.sent(CHAT).length).toBeGreaterThan(0);
  const script = await bundlePage(new URL('./device.page.ts', import.meta.url));
  const proxy = await startFaultyProxy({ target: world.url, random, share: 0.35 });
  const devices = [await openDevice(proxy.url, script), await openDevice(proxy.url, script)];
  try {
    const deeds: Deeds[] = [];
    for (const { page } of devices) {
      const token = world.link.split('/').at(-1) ?? '';
      await page.evaluate((link) => window.device.signIn(link), token);
      if (page === devices[0]?.page) {
        await world.stopServer();
        await world.startServer();
      }
    }
    const working = devices.map(({ page }, at) =>
      page.evaluate((task) => window.device.work(task), { edits: EDITS, seed: seed + at, name: `d${at}` }),
    );
    deeds.push(...(await Promise.all(working)));
    proxy.heal();
    for (const { page } of devices) {
      await expect.poll(() => page.evaluate(() => window.device.isSettled()), { timeout: 240_000 }).toBe(true);
    }
    const read = async () => Promise.all(devices.map(({ page }) => page.evaluate(() => window.device.read())));
    await expect(async () => {
      const [first, second] = await read();
      expect(first).toEqual(second);
    }).toPass({ timeout: 60_000 });

    const [documents = {}] = await read();
    const all = JSON.stringify(documents);
    const replaced = new Set(deeds.flatMap((each) => each.replaced));
    const lost = deeds
      .flatMap(({ entered }) => entered)
      .filter((token) => !all.includes(token) && !replaced.has(token));
    expect(lost).toEqual([]);
    expect(Math.min(...Object.values(proxy.done()))).toBeGreaterThan(0);

    const replies = Object.entries(documents).filter(([key]) => key.startsWith('messages/person:'));
    // Telegram accepts about one message a second per chat.
    await expect
      .poll(() => telegram.sent(CHAT).filter(({ text }) => /^d\d#/.test(text)).length, { timeout: 180_000 })
      .toBe(replies.length);
    const texts = telegram
      .sent(CHAT)
      .map(({ text }) => text)
      .filter((text) => /^d\d#/.test(text));
    expect(new Set(texts).size).toBe(texts.length);
  } finally {
    for (const device of devices) await device.close();
    await proxy.close();
  }
});
