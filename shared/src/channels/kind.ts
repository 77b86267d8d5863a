import type { CredentialsSchema } from './credentials.ts';

/** What a platform allows, as data: no code asks which channel it is. */
export type ChannelCapabilities = {
  /** UTF-16 units in one message; longer texts are split at sentence ends. */
  readonly maxTextLength: number;
  /**
   * What to do with a send whose outcome a crash left unknown. `resend`: the platform drops duplicates by our id;
   * `resend-once-marked`: it cannot tell, so it is sent once more and marked for a person to see.
   */
  readonly unknownOutcome: 'resend' | 'resend-once-marked';
  /** Shows citations beside a message; elsewhere the text ends with the names of its sources. */
  readonly showsCitations: boolean;
  /** Shows "is typing" to the customer. */
  readonly typing: boolean;
  readonly files: {
    /** The largest file of a customer that the platform hands out, in bytes. */
    readonly maxBytesIn: number;
  };
};

/** The data of a kind of channel: server and workspace both read it. */
export type ChannelKind = {
  readonly kind: string;
  readonly capabilities: ChannelCapabilities;
};

/** A kind that a team connects by entering its credentials. */
export type CredentialsKind = ChannelKind & { readonly access: 'credentials'; readonly credentials: CredentialsSchema };

/** A kind that every team has, with one account, without connecting anything. */
export type OpenKind = ChannelKind & { readonly access: 'open'; readonly account: string };
