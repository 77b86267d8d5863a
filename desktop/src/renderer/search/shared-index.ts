import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { fromSentFailure, type SentFailure, toSentFailure } from '@inbetwin/shared/contracts/sent-failure.ts';
import type { KeptIndex } from './kept-index.ts';

/** The queries that an index answers. */
export type AskedIndex = Pick<KeptIndex, 'search' | 'answer'>;

/** The index shared by all tabs of a workspace: one of them holds it, and every tab queries it as if it were its own. */
export type SharedIndex = AskedIndex & {
  /** Answers queries with this tab's index until the returned function is called. */
  serve(index: AskedIndex): () => void;
  /** Rejects unanswered queries. */
  close(): void;
};

type Question =
  | { readonly id: string; readonly method: 'search'; readonly args: Parameters<AskedIndex['search']> }
  | { readonly id: string; readonly method: 'answer'; readonly args: Parameters<AskedIndex['answer']> };

type Message =
  | { readonly kind: 'question'; readonly question: Question }
  | { readonly kind: 'answer'; readonly id: string; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: string; readonly failure: SentFailure }
  /** The index is in another tab now, so unanswered questions must be asked again. */
  | { readonly kind: 'serving' };

type Waiting = {
  readonly question: Question;
  readonly resolve: (value: unknown) => void;
  readonly reject: (failure: Failure) => void;
};

/** `name` is that of the workspace's database. */
export const createSharedIndex = (name: string): SharedIndex => {
  const channel = new BroadcastChannel(`inbetwin.search.${name}`);
  const waiting = new Map<string, Waiting>();
  let own: AskedIndex | undefined;
  let isClosed = false;

  const settle = (id: string, settleOne: (one: Waiting) => void): void => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (one) settleOne(one);
  };

  const post = (message: Message): void => {
    if (!isClosed) channel.postMessage(message);
  };

  const receive = (message: Message): void => {
    if (message.kind === 'answer') settle(message.id, ({ resolve }) => resolve(message.value));
    if (message.kind === 'refusal') settle(message.id, ({ reject }) => reject(fromSentFailure(message.failure)));
    if (message.kind === 'serving') for (const { question } of waiting.values()) send(question);
    if (message.kind === 'question' && own) void answerHere(own, message.question).then(post);
  };

  const send = (question: Question): void => {
    if (own) void answerHere(own, question).then(receive);
    else post({ kind: 'question', question });
  };

  const ask = (question: Question): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.set(question.id, { question, resolve, reject });
      send(question);
    });

  channel.onmessage = ({ data }: MessageEvent<Message>) => receive(data);

  return {
    // The value was returned by the same method of an index, called by `queryIndex`.
    search: (...args) => ask({ id: crypto.randomUUID(), method: 'search', args }) as ReturnType<AskedIndex['search']>,
    answer: (...args) => ask({ id: crypto.randomUUID(), method: 'answer', args }) as ReturnType<AskedIndex['answer']>,
    serve: (index) => {
      own = index;
      post({ kind: 'serving' });
      receive({ kind: 'serving' });
      return () => {
        if (own === index) own = undefined;
      };
    },
    close: () => {
      own = undefined;
      isClosed = true;
      channel.close();
      for (const id of [...waiting.keys()]) settle(id, ({ reject }) => reject(closed()));
    },
  };
};

const answerHere = async (index: AskedIndex, question: Question): Promise<Message> => {
  const { id } = question;
  try {
    return { kind: 'answer', id, value: await queryIndex(index, question) };
  } catch (error) {
    return { kind: 'refusal', id, failure: toSentFailure(searchFailure(error)) };
  }
};

const queryIndex = (index: AskedIndex, question: Question): Promise<unknown> =>
  question.method === 'search' ? index.search(...question.args) : index.answer(...question.args);

const closed = (): Failure => new Failure('store.unavailable', 'The workspace is closed.', 'Open it again.');

const searchFailure = (error: unknown): Failure =>
  error instanceof Failure
    ? error
    : new Failure('store.unavailable', `Search failed: ${error}`, 'Reload the workspace.', { cause: error });
