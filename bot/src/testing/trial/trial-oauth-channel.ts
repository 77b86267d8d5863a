import { endpointField, secretField } from '@inbetwin/shared/channels/credentials.ts';
import type { CredentialsKind } from '@inbetwin/shared/channels/kind.ts';
import { z } from 'zod';
import { defineChannel } from '../../channels/channel.ts';
import { connectTrial, trialKind } from './trial-channel.ts';
import { createTrialClient } from './trial-client.ts';

const credentials = z.strictObject({ apiRoot: endpointField(), clientId: secretField(), clientSecret: secretField() });

/** The trial channel, connected by OAuth, which no registered kind needs yet. */
export const trialOAuthKind = {
  ...trialKind,
  kind: 'trial-oauth',
  credentials,
  oauth: (given) => {
    const { apiRoot, clientId, clientSecret } = credentials.parse(given);
    return {
      authorizeUrl: `${apiRoot}/oauth/authorize`,
      tokenUrl: `${apiRoot}/oauth/token`,
      clientId,
      clientSecret,
      scopes: ['messages:read', 'messages:write'],
      parameters: { access_type: 'offline' },
    };
  },
} as const satisfies CredentialsKind;

export const trialOAuthChannel = defineChannel(trialOAuthKind, (context, { apiRoot, clientSecret }) =>
  connectTrial(context, createTrialClient({ ...context, apiRoot }, context.accessToken), clientSecret),
);
