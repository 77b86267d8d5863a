import type { CredentialField } from './credentials.ts';
import { fieldsOf } from './credentials.ts';
import type { CredentialsKind, OpenKind } from './kind.ts';
import { telegramKind } from './telegram.ts';
import { webChatKind } from './web-chat.ts';

/**
 * The data of all kinds of channels. A kind in this list does not compile until `bot` implements it and the workspace has its texts and
 * icon.
 */
export const channelKinds = {
  telegram: telegramKind,
  'web-chat': webChatKind,
} as const satisfies { readonly [Name in string]: (CredentialsKind | OpenKind) & { readonly kind: Name } };

export type ChannelKindName = keyof typeof channelKinds;

type Kinds = typeof channelKinds;
/** The names of the fields that a person fills in to connect a channel of this kind. */
export type CredentialName<Name extends ChannelKindName> = Kinds[Name] extends { readonly credentials: infer Schema }
  ? Schema extends { readonly shape: infer Shape }
    ? keyof Shape & string
    : never
  : never;

export const findChannelKind = (name: string): CredentialsKind | OpenKind | undefined =>
  Object.hasOwn(channelKinds, name) ? channelKinds[name as ChannelKindName] : undefined;

/** The kinds that a team can connect, each with the fields of its credentials. */
export const connectableKinds: readonly {
  readonly kind: ChannelKindName;
  readonly fields: readonly CredentialField[];
  /** Whether an administrator signs in at the platform to connect it. */
  readonly byOAuth: boolean;
}[] = (Object.keys(channelKinds) as ChannelKindName[]).flatMap((kind) => {
  const found = findChannelKind(kind);
  return found?.access === 'credentials'
    ? [{ kind, fields: fieldsOf(found.credentials), byOAuth: found.oauth !== undefined }]
    : [];
});
