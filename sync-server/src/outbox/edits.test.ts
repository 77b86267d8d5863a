import { runIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { deleteMessage } from '@inbetwin/shared/conversations/messages/delete-message.ts';
import { editMessage } from '@inbetwin/shared/conversations/messages/edit-message.ts';
import type { ModelRequest } from '@inbetwin/shared/models/model.ts';
import { createScriptedModel } from '@inbetwin/shared/testing/scripted-model.ts';
import { expect, test } from 'vitest';
import { account, createConnection, startLife, until } from './outbox.suite.ts';

const edit = { channel: 'telegram', account, chatId: '7', messageId: '1', text: 'Какая рассрочка?', editedAt: 5 };
const deletion = { channel: 'telegram', account, chatId: '7', deletedAt: 5 };
const askedIn = ({ messages }: ModelRequest): string | undefined =>
  messages.findLast(({ role }) => role === 'user')?.content;

/** Answers with the question it was asked, and holds the first question back until it is told to go on. */
const createEcho = () => {
  const first = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const scripted = createScriptedModel((request) => ({
    text: request.agent === 'rag' ? `Вы спросили: ${askedIn(request)}` : '',
  }));
  let questions = 0;
  return {
    begun: begun.promise,
    asked: () => scripted.requests.map(({ agent }) => agent),
    goOn: first.resolve,
    model: {
      ...scripted,
      complete: async (request: ModelRequest) => {
        if (request.agent === 'rag') questions += 1;
        if (request.agent === 'rag' && questions === 1) {
          begun.resolve();
          await Promise.race([
            first.promise,
            new Promise((resolve) => request.signal.addEventListener('abort', resolve)),
          ]);
        }
        return scripted.complete(request);
      },
    },
  };
};

test('a customer who changes the question while it is being answered is answered the new one, once', async () => {
  const { connection, sent } = createConnection();
  const echo = createEcho();
  const life = startLife({ connectionOf: () => connection, model: echo.model });
  await life.receive();
  await echo.begun;
  // The other agents have ended: nothing but the edit itself makes the run look again.
  await until(async () => expect(echo.asked()).toEqual(expect.arrayContaining(['intake', 'scoring'])));
  // The model is not waited for: what it is asked about is out of date.
  await editMessage(life.documents, edit, life.clock());
  await until(async () => expect(sent).toHaveLength(1));
  expect(sent[0]?.text).toContain('Какая рассрочка?');
  await until(async () => expect((await life.messages()).at(-1)?.delivery.state).toBe('sent'));
  expect(sent).toHaveLength(1);
});

test('a customer who deletes the only question while it is being answered gets no answer, and the words are gone', async () => {
  const { connection, sent } = createConnection();
  const echo = createEcho();
  const life = startLife({ connectionOf: () => connection, model: echo.model });
  await life.receive();
  await echo.begun;
  await deleteMessage(
    life.documents,
    { ...deletion, messageId: '1' },
    { now: life.clock(), forgetFiles: async () => undefined },
  );
  const [message] = await life.messages();
  await until(async () => {
    const run = await life.documents.runs.get(runIdOf(message?.id ?? ''));
    expect(run).toMatchObject({ state: 'done', outcome: 'cancelled' });
  });
  expect(sent).toEqual([]);
  expect((await life.messages()).map(({ text }) => text)).toEqual(['']);
});

test('an edit of what is answered is shown and answered no second time', async () => {
  const { connection, sent } = createConnection();
  const life = startLife({ connectionOf: () => connection });
  await life.receive();
  await until(async () => expect((await life.messages()).at(-1)?.delivery.state).toBe('sent'));
  await editMessage(life.documents, edit, life.clock());
  await life.receive({ text: 'Спасибо' });
  await until(async () =>
    expect((await life.messages()).filter(({ direction }) => direction === 'outbound').length).toBe(2),
  );
  expect((await life.messages())[0]).toMatchObject({
    text: 'Какая рассрочка?',
    edited: { earlier: ['Какая предоплата?'] },
  });
  expect(sent.length).toBeLessThanOrEqual(2);
});

test('somebody is shown to be typing for as long as the answer takes', async () => {
  let shown = 0;
  const { connection } = createConnection();
  const echo = createEcho();
  const life = startLife({
    connectionOf: () => ({
      ...connection,
      showTyping: async () => {
        shown += 1;
      },
    }),
    model: echo.model,
    capabilities: { typingMs: 10 },
  });
  await life.receive();
  await until(async () => expect(shown).toBeGreaterThanOrEqual(3));
  echo.goOn();
  await until(async () => expect((await life.messages()).at(-1)?.delivery.state).toBe('sent'));
});
