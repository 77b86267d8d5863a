import type { Credentials, CredentialsSchema } from './credentials.ts';
import type { OAuthClient } from './oauth.ts';

/** `burst` sends at once, and from then on one in `everyMs`. */
export type Rate = { readonly burst: number; readonly everyMs: number };

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
  readonly files: {
    /** The largest file of a customer that the platform hands out, in bytes. */
    readonly maxBytesIn: number;
    /** The largest file of a reply that the platform takes, in bytes; 0: replies carry no files. */
    readonly maxBytesOut: number;
  };
  /** Choices of a message that the customer sees as buttons, and how long each may be. Absent: they are lines of the text. */
  readonly buttons?: { readonly max: number; readonly maxLength: number };
  /** How long the customer sees "is typing" after it was shown; it is repeated while an answer is made. Absent: it cannot be shown. */
  readonly typingMs?: number;
  /** How long after the customer's last message a free text may be sent; absent: at any time. */
  readonly freeTextWindowMs?: number;
  /** Sends templates that the platform has approved, at any time; the connection lists them. */
  readonly templates?: boolean;
  /** How much the platform takes; the outbox keeps to it. */
  readonly rate?: { readonly perChat?: Rate; readonly perAccount?: Rate };
};

/** How the workspace shows a kind: the strokes of its icon as SVG paths on a grid of 24, and their color on light and dark grounds. */
export type ChannelLook = {
  readonly icon: readonly string[];
  readonly color: { readonly light: string; readonly dark: string };
};

/** The data of a kind of channel: server and workspace both read it. */
export type ChannelKind = {
  readonly kind: string;
  readonly look: ChannelLook;
  readonly capabilities: ChannelCapabilities;
};

/** A kind that a team connects by entering its credentials. */
export type CredentialsKind = ChannelKind & {
  readonly access: 'credentials';
  readonly credentials: CredentialsSchema;
  /** How it learns what customers write: it asks the platform, or the platform calls it, or both. */
  readonly receives: readonly ('polling' | 'webhook')[];
  /**
   * For a kind whose administrator agrees at the platform: the client that the entered credentials describe. The connection then asks its
   * context for access tokens.
   */
  readonly oauth?: (credentials: Credentials) => OAuthClient;
};

/** A kind that every team has, with one account, without connecting anything. */
export type OpenKind = ChannelKind & { readonly access: 'open'; readonly account: string };
