import type { ChannelKindName, CredentialName } from '@inbetwin/shared/channels/registry.ts';
import type { WordKey } from './word-key.ts';

/** The texts of every kind of channel: its name, a help text, and a label for each field of its credentials. */
export type ChannelWords = {
  readonly [Name in ChannelKindName as WordKey<Name>]: {
    readonly name: string;
    readonly help: string;
    readonly fields: Readonly<Record<CredentialName<Name>, string>>;
  };
};
