import { randomUUID } from 'node:crypto';
import { type ChatVisitor, createChatVisitor } from '@inbetwin/sync-server/testing/chat-visitor.ts';
import { waitUntil } from '../stage/wait-until.ts';

/** Within the chat's limits of 30 messages a minute of a visitor, and 1,200 reads of an address. */
const WRITE_EVERY_MS = 250;
const READ_EVERY_MS = 60;
const LIMIT_MS = 300_000;

/** A customer in a team's web chat, who does not give up while the server cannot answer. */
export type ChatCustomer = {
  /** Repeats the message until the server accepts it. */
  write(text: string): Promise<void>;
  /** Resolves when the customer can read a reply. */
  untilAnswered(): Promise<void>;
};

export const createChatCustomer = (url: string, slug: string): ChatCustomer => {
  const visitor = createChatVisitor(url, slug);
  return {
    write: (text) => {
      const body = JSON.stringify({ id: randomUUID(), text });
      const isAccepted = async () => (await visitor.write({ body })).status === 201;
      return waitUntil(isAccepted, { what: 'a message to be accepted', everyMs: WRITE_EVERY_MS, limitMs: LIMIT_MS });
    },
    untilAnswered: () => {
      const isAnswered = () => hasAnswer(visitor);
      return waitUntil(isAnswered, { what: 'an answer', everyMs: READ_EVERY_MS, limitMs: LIMIT_MS });
    },
  };
};

/** A history that cannot be read yet has no answer. */
const hasAnswer = (visitor: ChatVisitor): Promise<boolean> =>
  visitor.answers().then(
    (answers) => answers.length > 0,
    () => false,
  );
