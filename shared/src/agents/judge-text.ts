import type { Run } from '../entities/run.ts';
import { judgeReply, type Objection } from '../guardrails/judge-reply.ts';
import { houseRules } from './model-messages.ts';
import { agents } from './registry.ts';
import type { RunSession } from './session.ts';

/** Messages of the conversation in which something may have been said already. */
const LOOK_BACK = 50;

/** The first guard's objection to a text before it goes out to the run's customer. */
export const judgeText = async (session: RunSession, text: string): Promise<Objection | undefined> => {
  const { documents, journal, house, tools, conversation } = session;
  const [said, twin] = await Promise.all([
    documents.messages.find({
      index: ['conversationId', 'createdAt'],
      equals: [journal.run().conversationId],
      descending: true,
      limit: LOOK_BACK,
    }),
    documents.twins.get(conversation.contactId),
  ]);
  return judgeReply({
    text,
    rules: [...houseRules(), ...Object.values(agents).flatMap(({ prompt }) => Object.values(prompt))],
    prompts: Object.values(house().agents).flatMap(({ prompt }) => Object.values(prompt)),
    toolNames: Object.keys(tools),
    known: [
      ...said.items.map((message) => message.text),
      ...(twin?.facts ?? []).map(({ value }) => value),
      ...toldByTools(journal.run()),
    ],
  });
};

const toldByTools = ({ steps }: Run): readonly string[] =>
  steps.flatMap(({ kind, state, output }) => (kind === 'tool' && state === 'done' ? stringsIn(output) : []));

const stringsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
};
