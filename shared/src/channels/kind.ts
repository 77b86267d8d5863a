import type { Credentials, CredentialsSchema } from './credentials.ts';
import type { OAuthClient } from './oauth.ts';

/** Allows `burst` at once and then one every `everyMs`. */
export type Rate = { readonly burst: number; readonly everyMs: number };

/** What a platform supports, as data: no code asks for a particular channel. */
export type ChannelCapabilities = {
  /** Maximum length of a message in UTF-16 units; longer texts are split at sentence ends. */
  readonly maxTextLength: number;
  /**
   * What to do when a crash left the outcome of sending unknown. `resend`: the platform drops duplicates by our id; `resend-once-marked`:
   * it cannot detect duplicates, so the part is sent once more and marked for people to see.
   */
  readonly unknownOutcome: 'resend' | 'resend-once-marked';
  /** Whether citations are shown next to a message; otherwise the text ends with the names of its sources. */
  readonly showsCitations: boolean;
  readonly files: {
    /** The largest customer's file that the platform provides, in bytes. */
    readonly maxBytesIn: number;
    /** The largest file in a reply that the platform accepts, in bytes; 0 means that replies carry no files. */
    readonly maxBytesOut: number;
  };
  /** The maximum number and length of choices shown as buttons. If absent, choices become lines of the text. */
  readonly buttons?: { readonly max: number; readonly maxLength: number };
  /**
   * How long a typing indicator stays visible, in milliseconds; it is repeated while an answer is being written. Absent if its
   * connections show none.
   */
  readonly typingMs?: number;
  /** How long after the customer's last message a free text may be sent, in milliseconds; absent means at any time. */
  readonly freeTextWindowMs?: number;
  /** Whether it sends templates approved by the platform, which are accepted at any time; the connection lists them. */
  readonly templates?: boolean;
  /** The platform's rate limits, which the outbox respects. */
  readonly rate?: { readonly perChat?: Rate; readonly perAccount?: Rate };
};

/**
 * How the workspace shows a kind: the strokes of its icon as SVG paths on a 24-unit grid, and their color on light and dark backgrounds.
 */
export type ChannelLook = {
  readonly icon: readonly string[];
  readonly color: { readonly light: string; readonly dark: string };
};

/** The data of a kind of channel, read by both server and workspace. */
export type ChannelKind = {
  readonly kind: string;
  readonly look: ChannelLook;
  readonly capabilities: ChannelCapabilities;
};

/** A kind that a team connects by entering credentials. */
export type CredentialsKind = ChannelKind & {
  readonly access: 'credentials';
  readonly credentials: CredentialsSchema;
  /** How it receives messages: it polls the platform, the platform calls a webhook, or both. */
  readonly receives: readonly ('polling' | 'webhook')[];
  /**
   * For kinds that are connected by OAuth: returns the client that the entered credentials describe. The connection then requests access
   * tokens from its context.
   */
  readonly oauth?: (credentials: Credentials) => OAuthClient;
};

/** A kind that every team has, with one account, without connecting anything. */
export type OpenKind = ChannelKind & { readonly access: 'open'; readonly account: string };
