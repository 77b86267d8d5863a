import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { TEAM_SETTING_ID } from '@inbetwin/shared/entities/setting-kinds/team.ts';
import { openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createAccounts } from '@inbetwin/sync-server/accounts/accounts.ts';
import { readConfig } from '@inbetwin/sync-server/config.ts';
import { demoTeam } from '@inbetwin/sync-server/demo/demo-team.ts';
import { addSamples } from '@inbetwin/sync-server/demo/seed-demo.ts';
import { createLogger } from '@inbetwin/sync-server/http/machinery/logger.ts';
import { loadSecretKey } from '@inbetwin/sync-server/secrets/secret-key.ts';
import { openStorage } from '@inbetwin/sync-server/store/open-storage.ts';
import { createApiClient } from '@inbetwin/sync-server/testing/api-client.ts';
import { startServer } from '@inbetwin/sync-server/testing/server-process.ts';
import type { Team } from './team.ts';

/** A team on a server that goes on running when the test ends. */
export type GuestTeam = Team & {
  /** The team's documents in the server's own store, as another of its processes sees them. */
  readonly documents: TeamDocuments;
  /** Disconnects the bot. */
  close(): Promise<void>;
};

/** A server for many tests, each with a team of its own. */
export type SharedServer = {
  openTeam(): Promise<GuestTeam>;
  close(): Promise<void>;
};

export const startSharedServer = async (): Promise<SharedServer> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'inbetwin-e2e-'));
  const settings = { INBETWIN_DATA: folder, ALLOW_PRIVATE_ENDPOINTS: 'true', TRUST_PROXY: '1' };
  const server = await startServer(settings);
  const config = readConfig(settings);
  const { store, blobs } = await openStorage(config);
  const secretKey = await loadSecretKey(config);
  const accounts = createAccounts({ store, clock: Date.now, secretKey, log: createLogger('silent') });
  let teams = 0;

  /** The same words as the demo team has, from an address of its own: few teams may be made from one. */
  const register = () => {
    teams += 1;
    const { name, owner } = demoTeam;
    const body = {
      email: `owner-${teams}@example.com`,
      password: 'a long enough password',
      name: owner.name,
      team: name,
    };
    return createApiClient(server.url, undefined, { 'x-forwarded-for': `198.51.100.${teams}` })('register', { body });
  };

  const fill = async (documents: TeamDocuments, teamId: string): Promise<void> => {
    const now = Date.now();
    await addSamples({ documents, keepOriginal: (bytes) => blobs.put(teamId, bytes) }, now);
    await documents.settings.update(TEAM_SETTING_ID, (setting) =>
      setting.value.kind === 'team' ? { ...setting, updatedAt: now, value: { ...setting.value, demo: true } } : setting,
    );
  };

  return {
    openTeam: async () => {
      const { accessToken, user, team } = await register();
      const documents = openTeamDocuments(store, team.id);
      await fill(documents, team.id);
      const telegram = await startFakeTelegram();
      const { token, apiRoot } = telegram;
      const api = createApiClient(server.url, accessToken);
      const { id } = await api('connectChannel', { body: { kind: 'telegram', token, apiRoot } });
      const signIn = await accounts.createSignInLink({ userId: user.id, teamId: team.id });
      return {
        url: server.url,
        link: `${server.url}/#/link/${signIn}`,
        chatPage: `${server.url}/chat/${team.slug}`,
        telegram,
        documents,
        close: async () => {
          await api('disconnectChannel', { params: { id } });
          await telegram.stop();
        },
      };
    },
    close: async () => {
      await server.stop();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
