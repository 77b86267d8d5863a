import type { Run, Step } from '../entities/run.ts';
import { judgeReply, type Objection } from '../guardrails/judge-reply.ts';
import { houseRules } from './model-messages.ts';
import { agents } from './registry.ts';
import { toolInputOf } from './run-steps.ts';
import type { RunSession } from './session.ts';

/** Messages of the conversation in which something may have been said already. */
const LOOK_BACK = 50;

/** The first guard's objection to a text before it goes out to the run's customer. */
export const judgeText = async (session: RunSession, text: string): Promise<Objection | undefined> => {
  const { documents, journal, house, tools, conversation } = session;
  const [{ items }, twin] = await Promise.all([
    documents.messages.find({
      index: ['conversationId', 'createdAt'],
      equals: [journal.run().conversationId],
      descending: true,
      limit: LOOK_BACK,
    }),
    documents.twins.get(conversation.contactId),
  ]);
  const said = items.toReversed();
  const done = doneBy(journal.run());
  return judgeReply({
    text,
    rules: [...houseRules(), ...Object.values(agents).flatMap(({ prompt }) => Object.values(prompt))],
    prompts: Object.values(house().agents).flatMap(({ prompt }) => Object.values(prompt)),
    toolNames: Object.keys(tools),
    customer: [
      ...(twin?.facts ?? []).map(({ key, value }) => `${key}: ${value}`),
      ...said.filter(({ direction }) => direction === 'inbound').map((message) => message.text),
    ],
    team: said.filter(({ direction }) => direction === 'outbound').map((message) => message.text),
    results: [...done.flatMap((step) => wordsOf(step, tools)), ...refusalsOf(journal.run())],
    quantities: done.flatMap(({ output }) => quantitiesIn(output)),
  });
};

const doneBy = ({ steps }: Run): readonly Step[] =>
  steps.filter(({ kind, state }) => kind === 'tool' && state === 'done');

/** What a tool that writes was told comes from the model: that it says it again makes it nobody else's word. */
const wordsOf = (step: Step, tools: RunSession['tools']): readonly string[] => {
  const told = stringsIn(step.output);
  if (tools[step.name]?.effect === 'read') return told;
  const own = new Set(stringsIn(JSON.parse(toolInputOf(step).arguments)).map((word) => word.trim()));
  return told.filter((word) => !own.has(word));
};

/** A person's reason for not consenting to a call. */
const refusalsOf = ({ steps }: Run): readonly string[] =>
  steps.flatMap(({ error }) => (error?.code === 'tool.refused' ? [error.message] : []));

const stringsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
};

const quantitiesIn = (value: unknown): readonly number[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'quantity' && typeof part === 'number' ? [part] : quantitiesIn(part),
  );
};
