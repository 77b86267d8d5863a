// The process that kill tests kill: the real dispatcher, runs, model client and embedded store, with outward tools.
import { join } from 'node:path';
import type { ChannelConnection } from '@inbetwin/bot/channels/channel.ts';
import { createTeamRuns } from '@inbetwin/shared/agents/runs/team-runs.ts';
import { createModelRouter } from '@inbetwin/shared/models/model-router.ts';
import { createRisingClock } from '@inbetwin/shared/ports/clock.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { searchOver } from '@inbetwin/shared/testing/search-over.ts';
import { openMessageFiles } from '../../files/message-files.ts';
import { readConfiguredModels } from '../../models-file.ts';
import { createDispatcher } from '../../outbox/dispatcher.ts';
import { duties } from '../../processes/roles.ts';
import { createDiskBlobStore } from '../../store/blobs/disk-blob-store.ts';
import { openEmbeddedStore } from '../../store/embedded/embedded-store.ts';
import { ACCOUNT, TEAM } from './customers.ts';
import { agentsReaching, post, toolsReaching } from './outward-tools.ts';

const { INBETWIN_DATA: directory = '', OUTSIDE_URL: outside = '' } = process.env;

const tell =
  (level: string) =>
  (values: object, message: string): void => {
    process.stderr.write(`${level}: ${message} ${JSON.stringify(values)}\n`);
  };
const quiet = () => undefined;
const log: Logger = { debug: quiet, info: quiet, warn: quiet, error: tell('error') };

const connection: ChannelConnection = {
  account: ACCOUNT,
  name: 'platform',
  health: () => ({ state: 'connected', name: 'platform' }),
  start: async () => undefined,
  stop: async () => undefined,
  send: async ({ chatId, text, idempotencyKey }) => {
    await post(`${outside}/sendings`, { key: idempotencyKey, chatId, text });
    return { platformId: idempotencyKey.slice(-100) };
  },
  showTyping: async () => undefined,
  download: () => Promise.reject(new Error('No customer sends files here.')),
};

const read = readConfiguredModels(process.env);
if (!read.success) throw new Error(read.problems.join('\n'));

// The parent process is gone.
process.on('disconnect', () => process.exit(1));

const clock = createRisingClock(Date.now, () => performance.now());
const store = openEmbeddedStore({ directory });
const documents = openTeamDocuments(store, TEAM, clock);
const dispatcher = createDispatcher({
  store,
  log,
  connectionOf: () => connection,
  capabilitiesOf: () => ({
    maxTextLength: 4096,
    showsCitations: false,
    unknownOutcome: 'resend-once-marked',
    files: { maxBytesIn: 0, maxBytesOut: 0 },
  }),
  timing: { pollSeconds: 1, requestMs: 10_000, firstRetryMs: 10, longestRetryMs: 100 },
});
const runs = createTeamRuns({
  documents,
  search: searchOver(() => []),
  model: createModelRouter(read.models.endpoints, { timeoutMs: 10_000, clock: Date.now, onFailure: quiet }).route(),
  clock,
  agents: agentsReaching,
  tools: toolsReaching(outside),
  burst: { quietMs: 30, maxMs: 120 },
});
const blobs = createDiskBlobStore(join(directory, 'files'));
const files = openMessageFiles({ store, blobs, teamId: TEAM });
for (const duty of duties) dispatcher.addTeam(duty, TEAM, { documents, runs, files, clock });
process.stdout.write('ready\n');
