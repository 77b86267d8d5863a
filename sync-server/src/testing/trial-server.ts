import { startFakeTrialPlatform } from '@inbetwin/bot/testing/trial/fake-trial-platform.ts';
import { trialChannel } from '@inbetwin/bot/testing/trial/trial-channel.ts';
import { trialOAuthChannel } from '@inbetwin/bot/testing/trial/trial-oauth-channel.ts';
import { onTestFinished } from 'vitest';
import { readConfig } from '../config.ts';
import { createLogger } from '../http/machinery/logger.ts';
import { startServer } from '../server.ts';
import { signInByLink } from './api-client.ts';
import { makeFolder } from './make-folder.ts';

/** The real server with its host, outbox and HTTP, and kinds of channel that use the whole contract. */
export const beginTrial = async () => {
  const platform = await startFakeTrialPlatform();
  const data = makeFolder();
  let later = 0;
  const start = async () => {
    const config = readConfig({
      INBETWIN_DATA: data,
      PORT: '0',
      HOST: '127.0.0.1',
      ALLOW_PRIVATE_ENDPOINTS: 'true',
      AGENT_QUIET_MS: '0',
      LOG_LEVEL: 'silent',
    });
    const otherChannels = { trial: trialChannel, 'trial-oauth': trialOAuthChannel };
    const options = { otherChannels, wall: () => Date.now() + later };
    const server = await startServer(config, createLogger(config.logLevel), options);
    let running = true;
    const stop = async () => {
      if (running) await server.stop();
      running = false;
    };
    onTestFinished(stop);
    const signIn = async () => (await signInByLink(await server.createSignInLink())).api;
    return { stop, signIn, url: server.url, api: await signIn() };
  };
  onTestFinished(platform.stop);
  return {
    platform,
    data,
    start,
    pass: (ms: number) => {
      later += ms;
    },
  };
};

/** One run of that server. */
export type TrialLife = Awaited<ReturnType<Awaited<ReturnType<typeof beginTrial>>['start']>>;
