import { randomBytes, randomUUID } from 'node:crypto';
import { type ChatMessage, type History, historySchema, VISITOR_HEADER } from '@inbetwin/bot/widget/protocol.ts';
import { fetchToRead } from './fetch-to-read.ts';

export type ChatVisitor = {
  /** Posts to the team's chat; `body` replaces the text and is sent unchanged. */
  write(text: string | { readonly body: string }): Promise<Response>;
  history(): Promise<History>;
  /** The replies to the visitor so far. */
  answers(): Promise<readonly ChatMessage[]>;
  stream(): Promise<LiveStream>;
  /** The same browser on another page: of another team, or of the restarted server. */
  at(page: { readonly url?: string; readonly team?: string }): ChatVisitor;
};

/** A new visitor of a team's chat page. */
export const createChatVisitor = (
  url: string,
  team = 'demo',
  secret = randomBytes(16).toString('hex'),
): ChatVisitor => {
  const headers = { [VISITOR_HEADER]: secret, 'accept-language': 'ru' };
  const address = `${url}/chat/${team}`;
  const history = async () => {
    const response = await fetchToRead(`${address}/messages`, { headers });
    return historySchema.parse(await response.json());
  };
  return {
    write: (text) =>
      fetch(`${address}/messages`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: typeof text === 'string' ? JSON.stringify({ id: randomUUID(), text }) : text.body,
      }),
    history,
    answers: async () => (await history()).messages.filter(({ from }) => from !== 'visitor'),
    stream: () => openStream(`${address}/stream`, headers),
    at: (page) => createChatVisitor(page.url ?? url, page.team ?? team, secret),
  };
};

export type LiveStream = {
  /** Everything received so far. */
  text(): string;
  /** Resolves when the server has ended it. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
};

/** Listens to a live stream; resolves when the server has begun it. */
export const openStream = async (url: string, headers: Readonly<Record<string, string>>): Promise<LiveStream> => {
  const closing = new AbortController();
  const response = await fetch(url, { headers, signal: closing.signal });
  if (response.status !== 200) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  let text = '';
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
    } catch (error) {
      // A stopping server cuts the connection, which ends the stream like any other end.
      if (!(error instanceof TypeError || closing.signal.aborted)) throw error;
    }
  };
  const ended = read();
  return {
    text: () => text,
    ended,
    close: async () => {
      closing.abort();
      await ended;
    },
  };
};
