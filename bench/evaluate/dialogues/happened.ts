import { toolInputOf } from '@inbetwin/shared/agents/runs/run-steps.ts';
import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { namesOfKinds } from '@inbetwin/shared/entities/declaring/kinds.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Run, Step } from '@inbetwin/shared/entities/run.ts';
import type { Fact } from '@inbetwin/shared/entities/twin.ts';
import type { Work } from '@inbetwin/shared/entities/work.ts';
import { workKinds } from '@inbetwin/shared/entities/work-kinds/registry.ts';
import { workStates } from '@inbetwin/shared/entities/work-kinds/work-kind.ts';
import type { Scene } from '../scenes/open-scene.ts';

/** A tool call, or the hand-over that the supervisor makes by itself. */
export type Called = Pick<Step, 'agent' | 'state' | 'output' | 'error'> & {
  readonly tool: string;
  readonly arguments: unknown;
};

/** What a turn did, and what is stored after it. */
export type Happened = {
  readonly runs: readonly Run[];
  /** Calls that the turn made or continued. */
  readonly calls: readonly Called[];
  /** The models' steps, answered or failed. */
  readonly models: readonly Pick<Step, 'agent' | 'name' | 'state' | 'error'>[];
  /** The replies of agents. */
  readonly replies: readonly Message[];
  readonly suggestions: readonly Work[];
  readonly stored: {
    readonly conversation: Conversation | undefined;
    readonly contact: Contact | undefined;
    readonly lead: Lead | undefined;
    readonly facts: readonly Fact[];
    readonly work: readonly Work[];
  };
  /** Mismatches between the script and what was asked of it. */
  readonly troubles: readonly string[];
};

/** Begins to observe a turn. Call the function it resolves with after the turn. */
export const hearTurn = (scene: Scene) => {
  const before = read(scene);
  return async (): Promise<Omit<Happened, 'troubles'>> => {
    const [then, now] = [await before, await read(scene)];
    const runs = now.runs.filter(
      (run) => JSON.stringify(run) !== JSON.stringify(then.runs.find(({ id }) => id === run.id)),
    );
    const steps = runs.flatMap((run) => {
      const known = then.runs.find(({ id }) => id === run.id)?.steps ?? [];
      return run.steps.filter((step) => known[step.index]?.state !== step.state);
    });
    const isNew =
      <T extends { readonly id: string }>(all: readonly T[]) =>
      ({ id }: T) =>
        all.every((one) => one.id !== id);
    const work = now.work.filter(({ kind }) => kind !== 'suggestion');
    return {
      runs,
      calls: steps.filter(({ kind }) => kind === 'tool' || kind === 'handover').map(calledOf),
      models: steps.filter(({ kind, state }) => kind === 'model' && state !== 'dropped'),
      replies: now.messages.filter(isNew(then.messages)).filter(({ author }) => author.kind === 'agent'),
      suggestions: now.work.filter(({ kind }) => kind === 'suggestion').filter(isNew(then.work)),
      stored: { ...now.stored, work },
    };
  };
};

const calledOf = (step: Step): Called => {
  const { agent, name, state, output, error } = step;
  const args: unknown = 'callId' in Object(step.input) ? parsed(toolInputOf(step).arguments) : undefined;
  return {
    agent,
    tool: name,
    state,
    arguments: args,
    ...(output !== undefined && { output }),
    ...(error && { error }),
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The model wrote invalid JSON, which is shown unchanged.
    return text;
  }
};

const read = async ({ documents, conversationId, contactId }: Scene) => {
  const conversation = await documents.conversations.get(conversationId);
  const [contact, lead, twin, messages, runs, work] = await Promise.all([
    documents.contacts.get(contactId),
    conversation && documents.leads.get(conversation.leadId),
    documents.twins.get(contactId),
    documents.messages.find({ index: ['conversationId', 'createdAt'], equals: [conversationId], limit: 1000 }),
    documents.runs.find({ index: ['conversationId', 'updatedAt'], equals: [conversationId], limit: 200 }),
    readWork(documents),
  ]);
  return {
    messages: messages.items,
    runs: runs.items.toSorted((a, b) => a.createdAt - b.createdAt),
    work: work.filter((each) => each.contactId === contactId),
    stored: { conversation, contact, lead, facts: twin?.facts ?? [] },
  };
};

const readWork = async ({ work }: Scene['documents']): Promise<readonly Work[]> => {
  const pages = await Promise.all(
    namesOfKinds(workKinds).flatMap((kind) =>
      workStates.map((state) => work.find({ index: ['kind', 'state', 'dueAt'], equals: [kind, state], limit: 1000 })),
    ),
  );
  return pages.flatMap(({ items }) => items);
};
