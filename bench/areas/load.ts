import { signInByLink } from '@inbetwin/sync-server/testing/api-client.ts';
import type { BenchArea, Stage } from '../bench-area.ts';
import { answers } from '../load/answers.ts';
import { ask, type Loaded } from '../load/ask.ts';
import { healthWhileImporting } from '../load/imports.ts';
import { lists } from '../load/lists.ts';
import { searches } from '../load/searches.ts';
import { createCorpus } from '../search/corpus.ts';
import { makeFolder, startBenchServer } from '../stage/start-server.ts';
import { storePassages, storeTeam } from '../stage/store-team.ts';

const PASSAGES = 3451;
const PASSAGES_OF_SOURCE = 25;
const LEADS = 1000;

/**
 * One server in its own process with a team of typical size receives requests at fixed rates: searches, customers'
 * questions and lists, one kind after another; then its health is measured while the team imports.
 */
export const load: BenchArea = async function* (stage) {
  const loaded = await openTeam(stage);
  yield* searches(stage, loaded);
  yield* lists(stage, loaded);
  yield* answers(stage, loaded);
  yield* healthWhileImporting(stage, loaded);
};

const openTeam = async (stage: Stage): Promise<Loaded> => {
  const folder = await makeFolder(stage, 'load');
  // This process acts as the server's one proxy and sends for many customers, because each address has a rate limit.
  const server = await startBenchServer(stage, folder, { AGENT_QUIET_MS: '0', TRUST_PROXY: '1' });
  const { api, accessToken } = await signInByLink(server.link);
  const loaded = { server, accessToken };
  const { team } = await api('me');
  stage.progress(`storing ${PASSAGES} passages, ${LEADS} leads and their conversations`);
  const corpus = createCorpus(1);
  const passages = corpus.passages(PASSAGES);
  await storePassages({ folder, teamId: team.id }, passages, PASSAGES_OF_SOURCE);
  await storeTeam({ folder, teamId: team.id }, LEADS);
  await untilFound(loaded, passages.at(-1)?.text ?? '');
  return loaded;
};

/** Once the last passage is in the index, all are. */
const untilFound = async (loaded: Loaded, text: string): Promise<void> => {
  const q = text.split(' ').slice(0, 12).join(' ');
  for (;;) {
    const found = await ask(loaded, `/api/v1/rag/search?${new URLSearchParams({ q, limit: '1' })}`);
    if (found.includes(text)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};
