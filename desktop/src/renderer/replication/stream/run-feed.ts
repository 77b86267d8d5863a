import type { RunSummary } from '@inbetwin/shared/contracts/runs.ts';
import { MAX_WATCHED, type RunWatch } from '@inbetwin/shared/contracts/sync.ts';
import type { Backoff } from '@inbetwin/shared/timing/backoff.ts';

/** What is watched: all runs of the team, or those of one conversation. */
export type RunTopic = { readonly all: true } | { readonly conversationId: string };

/** Changed runs, and the ids of removed ones. */
export type RunNews = { readonly runs: readonly RunSummary[]; readonly removed: readonly string[] };

/** Receives the changes of the runs that it watches. */
export type RunListener = {
  /**
   * Called when all later changes will be reported, so that earlier ones must now be read; repeated whenever changes may have been missed.
   */
  onLive(): void;
  /** `news` may include runs that are not watched. */
  onNews(news: RunNews): void;
};

/**
 * Changes of the team's runs, which devices do not replicate. The leading tab receives them on its stream and shares them with all tabs.
 */
export type RunFeed = {
  /** Watches until the returned function is called. */
  watch(topic: RunTopic, listener: RunListener): () => void;
};

type LeadParts = {
  /** Tells the server which runs the stream should report; rejects if that failed. */
  readonly subscribe: (stream: string, watch: RunWatch) => Promise<void>;
  readonly backoff: Backoff;
  readonly signal: AbortSignal;
};

/** Receives what the leading tab hears on its stream. */
export type LeadingFeed = {
  /** The stream has started under this name. */
  ready(stream: string): void;
  news(news: RunNews): void;
  missed(): void;
  /** The stream has ended. */
  lost(): void;
};

/** The feed of one tab, which can take the lead. */
export type TabFeed = RunFeed & { lead(parts: LeadParts): LeadingFeed; close(): void };

type Message =
  | { readonly kind: 'wants'; readonly tab: string; readonly topics: readonly RunTopic[] }
  /** Sent by a tab that takes the lead, to learn what the others watch. */
  | { readonly kind: 'ask' }
  | { readonly kind: 'live'; readonly watch: RunWatch }
  | { readonly kind: 'lost' }
  | { readonly kind: 'news'; readonly news: RunNews };

type Watching = { readonly topic: RunTopic; readonly listener: RunListener; isLive: boolean };

/** Opens the feed that the tabs of a workspace share. */
export const createRunFeed = (name: string): TabFeed => {
  const channel = new BroadcastChannel(`inbetwin.runs.${name}`);
  const tab = crypto.randomUUID();
  const own = new Set<Watching>();
  /** What the other tabs watch, as far as they have reported since this tab leads. */
  const others = new Map<string, readonly RunTopic[]>();
  let onWanted: () => void = () => undefined;

  const ownTopics = (): readonly RunTopic[] => [...own].map(({ topic }) => topic);
  const tellWanted = (): void => {
    channel.postMessage({ kind: 'wants', tab, topics: ownTopics() } satisfies Message);
    onWanted();
  };

  const hear = (message: Message): void => {
    if (message.kind === 'lost') for (const watching of own) watching.isLive = false;
    if (message.kind === 'news') for (const { listener } of [...own]) listener.onNews(message.news);
    if (message.kind !== 'live') return;
    for (const watching of [...own]) {
      if (watching.isLive || !covers(message.watch, watching.topic)) continue;
      watching.isLive = true;
      watching.listener.onLive();
    }
  };
  const tellAll = (message: Message): void => {
    channel.postMessage(message);
    hear(message);
  };

  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'ask') tellWanted();
    else if (data.kind === 'wants') {
      others.set(data.tab, data.topics);
      onWanted();
    } else hear(data);
  };

  return {
    watch: (topic, listener) => {
      const watching: Watching = { topic, listener, isLive: false };
      own.add(watching);
      tellWanted();
      return () => {
        own.delete(watching);
        tellWanted();
      };
    },
    lead: (parts) => {
      const wanted = (): RunWatch => watchOf([...ownTopics(), ...[...others.values()].flat()]);
      const subscription = keepSubscribed(parts, { wanted, tell: tellAll });
      onWanted = subscription.changed;
      parts.signal.addEventListener('abort', () => {
        onWanted = () => undefined;
        others.clear();
      });
      return {
        ...subscription,
        ready: (stream) => {
          // Tabs that were closed forcibly never withdraw what they watch.
          others.clear();
          channel.postMessage({ kind: 'ask' } satisfies Message);
          subscription.ready(stream);
        },
      };
    },
    close: () => {
      own.clear();
      tellWanted();
      channel.close();
    },
  };
};

/** How long the server keeps reporting runs that nobody watches any more, in milliseconds. */
const LET_GO_MS = 500;

type Told = { readonly wanted: () => RunWatch; readonly tell: (message: Message) => void };

/** Keeps the server informed of what is watched, one request at a time. */
const keepSubscribed = ({ subscribe, backoff, signal }: LeadParts, { wanted, tell }: Told) => {
  let stream: string | undefined;
  /** What the server was told for this stream. */
  let present: RunWatch = [];
  let isTelling = false;

  const isSettled = (): boolean => stream === undefined || signal.aborted || isSame(present, wanted());

  const tellServer = async (): Promise<void> => {
    const [at, next] = [stream ?? '', wanted()];
    try {
      await subscribe(at, next);
      if (at !== stream) return;
      present = next;
      backoff.reset();
      tell({ kind: 'live', watch: next });
    } catch (error) {
      if (signal.aborted) return;
      // biome-ignore lint/suspicious/noConsole: it is tried again; whoever wonders why a list stands still finds it here
      console.warn('The server could not be told which runs are watched.', error);
      // Callers that wait read the present state now, and again as soon as the feed is live.
      tell({ kind: 'live', watch: next });
      await backoff.wait(signal);
      tell({ kind: 'lost' });
    }
  };

  const settle = async (): Promise<void> => {
    if (isTelling || stream === undefined) return;
    isTelling = true;
    // A screen that replaces another drops one topic and adds the next immediately.
    await Promise.resolve();
    while (!isSettled()) await tellServer();
    isTelling = false;
    // A new watcher may have joined topics that are already reported.
    if (stream !== undefined && !signal.aborted) tell({ kind: 'live', watch: present });
  };

  let lettingGo: ReturnType<typeof setTimeout> | undefined;
  /** Dropping a topic can wait: another screen may need the same one next, and a tab that drops all topics may have signed out. */
  const changed = (): void => {
    clearTimeout(lettingGo);
    const next = wanted();
    if (isSame(present, next) || !includesAll(present, next)) return void settle();
    if (stream !== undefined) tell({ kind: 'live', watch: present });
    lettingGo = setTimeout(() => void settle(), LET_GO_MS);
  };

  return {
    changed,
    ready: (name: string) => {
      stream = name;
      present = [];
      tell({ kind: 'lost' });
      void settle();
    },
    news: (news: RunNews) => tell({ kind: 'news', news }),
    missed: () => {
      tell({ kind: 'lost' });
      tell({ kind: 'live', watch: present });
    },
    lost: () => {
      stream = undefined;
      tell({ kind: 'lost' });
    },
  };
};

const watchOf = (topics: readonly RunTopic[]): RunWatch => {
  const ids = topics.flatMap((topic) => ('all' in topic ? [] : [topic.conversationId]));
  const unique = [...new Set(ids)].toSorted();
  return ids.length < topics.length || unique.length > MAX_WATCHED ? 'all' : unique;
};

const includesAll = (watch: RunWatch, other: RunWatch): boolean =>
  watch === 'all' || (other !== 'all' && other.every((id) => watch.includes(id)));

const covers = (watch: RunWatch, topic: RunTopic): boolean =>
  watch === 'all' || (!('all' in topic) && watch.includes(topic.conversationId));

const isSame = (a: RunWatch, b: RunWatch): boolean => String(a) === String(b) && typeof a === typeof b;
