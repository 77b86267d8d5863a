import type { ChannelTiming } from '@inbetwin/bot/channels/timing.ts';
import type { ConnectChannelBody } from '@inbetwin/shared/contracts/channels.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';

type Connecting = {
  readonly teamId: string;
  readonly request: ConnectChannelBody;
  readonly connect: (teamId: string, request: ConnectChannelBody) => Promise<unknown>;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly timing: ChannelTiming;
};

/** Retries until the account is connected or fails permanently; every failure is logged. */
export const keepConnecting = async ({ teamId, request, connect, signal, log, timing }: Connecting): Promise<void> => {
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      await connect(teamId, request);
      return;
    } catch (error) {
      const lasting =
        error instanceof Failure && error.code !== 'channel.unreachable' && !error.code.startsWith('store.');
      log[lasting ? 'error' : 'warn']({ teamId, kind: request.kind }, `A channel could not be connected: ${error}`);
      if (lasting) return;
      await pause(retryDelay(timing, { failures, error }), signal);
    }
  }
};
