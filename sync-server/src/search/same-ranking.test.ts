import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createSearchIndex, type OwnSearchIndex } from '@inbetwin/shared/search/create-search-index.ts';
import type { IndexedPassage } from '@inbetwin/shared/search/search-index.ts';
import { indexedPassage } from '@inbetwin/shared/search/testing/indexed-passage.ts';
import { lessonPassages } from '@inbetwin/shared/search/testing/lesson-passages.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openEmbeddedStore } from '../store/embedded/embedded-store.ts';
import { createTeamSearches, type TeamSearches } from './team-search.ts';

const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const stored = ({ id, sourceId, position, title, text, language }: IndexedPassage): Passage => ({
  id,
  sourceId,
  position,
  title,
  text,
  language,
  start: 0,
  end: text.length,
  updatedAt: 1,
});

let directory: string;
let store: ReturnType<typeof openEmbeddedStore>;
let searches: TeamSearches;
let here: OwnSearchIndex;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'inbetwin-search-'));
  store = openEmbeddedStore({ directory });
  searches = createTeamSearches({ log: silent });
  here = createSearchIndex();
});

afterEach(async () => {
  here.close();
  await searches.close();
  await store.close();
  await rm(directory, { recursive: true });
});

it('ranks and answers in the thread as an index does that got the same passages in another order', async () => {
  const { passages } = openTeamDocuments(store, 't1');
  const extra = stored(indexedPassage('removed', 'Навес ушёл.'));
  await passages.insertMany([extra, ...lessonPassages.toReversed().map(stored)]);
  const { index, settled } = searches.open('t1', () => passages.stored);
  await settled();
  await passages.delete([extra.id]);
  await settled();
  await here.put(lessonPassages);
  await here.embedded();

  // The thread learns by itself once nothing has changed for a while.
  await vi.waitFor(
    async () => {
      const there = await index.search('навес шатёр', 20, { explain: true });
      expect(there).toEqual(await here.search('навес шатёр', 20, { explain: true }));
    },
    { interval: 50 },
  );
  for (const query of ['marquee', 'повар готовит', 'оплата по счёту', 'микрофончик', 'kjan', 'canopi frame']) {
    const options = { explain: true, filter: { languages: ['ru', 'en'] as const } };
    expect(await index.search(query, 10, options)).toEqual(await here.search(query, 10, options));
    expect(await index.answer(`${query}?`)).toEqual(await here.answer(`${query}?`));
  }
});
