import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { signInByLink } from './testing/api-client.ts';
import { startFakeOpenAi } from './testing/fake-openai.ts';
import { startServer } from './testing/server-process.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const waiting = { interval: 50 };

test('a server with an embeddings model searches by its vectors, says how many wait, and asks for none twice', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'inbetwin-embeddings-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  const endpoint = await startFakeOpenAi({ apiKey: 'sk-embeddings' });
  cleanUps.push(() => endpoint.stop());
  const environment = {
    INBETWIN_DATA: folder,
    ALLOW_PRIVATE_ENDPOINTS: 'true',
    EMBEDDINGS_MODEL: 'small-model',
    EMBEDDINGS_DIMENSIONS: '48',
    EMBEDDINGS_BASE_URL: endpoint.baseUrl,
    EMBEDDINGS_API_KEY: 'sk-embeddings',
  };

  const serve = async () => {
    const server = await startServer(environment);
    cleanUps.push(() => server.stop());
    const { api } = await signInByLink(server.link);
    const health = async () => (await fetch(new URL('/health', server.url))).json();
    await vi.waitFor(async () => {
      expect(await health()).toMatchObject({ embedding: { model: 'small-model@48', waiting: 0 } });
      const { results } = await api('searchKnowledge', { query: { q: 'шатёр', limit: '3', explain: 'true' } });
      expect(results[0]?.why?.vector?.model).toBe('small-model@48');
    }, waiting);
    return server;
  };

  const first = await serve();
  const asked = endpoint.embeddings.requests.flatMap(({ input }) => input).filter((text) => text.includes('\n'));
  expect(asked.length).toBeGreaterThan(10);
  await first.stop('SIGKILL');
  await serve();
  const again = endpoint.embeddings.requests.flatMap(({ input }) => input).filter((text) => text.includes('\n'));
  expect(again).toHaveLength(asked.length);
});
