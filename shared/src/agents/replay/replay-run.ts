import { Failure } from '../../contracts/errors.ts';
import { defaultTimeZone } from '../../conversations/follow-ups/follow-up-times.ts';
import { replyIdOf, suggestionIdOf } from '../../conversations/ids.ts';
import type { Run, Step } from '../../entities/run.ts';
import { createNoModelProvider } from '../../models/no-model/no-model.ts';
import { tools as builtInTools } from '../../tools/registry.ts';
import { wordsOf } from '../../wording/phrases.ts';
import type { Agents } from '../agent.ts';
import { defaultLimits, nothingSpent, type SpentToday } from '../budget/limits.ts';
import { newRun } from '../runs/journal.ts';
import { recallMessages } from '../runs/recall-messages.ts';
import { nextStep } from '../runs/run.ts';
import type { Action } from '../runs/run-action.ts';
import { laterMessagesOf, messageEventSchema, routeOf, SUPERVISOR } from '../runs/run-steps.ts';
import { approvalsBy, type RunDependencies, type RunSession } from '../runs/session.ts';
import { askModel } from '../steps/ask-model.ts';
import { callTool, personCall } from '../steps/call-tool.ts';
import { decideRoute } from '../steps/decide-route.ts';
import { recallRuns } from '../steps/read-effects.ts';
import { objectionTo, replyInput } from '../steps/write-reply.ts';
import { agentsFor } from '../team/in-group.ts';
import { readReplyStyle } from '../team/team-style.ts';
import { type RecordedCall, recordedCalls, replayCall } from './replay-run-calls.ts';
import { type Scene, sceneDocuments } from './replay-run-documents.ts';
import { openVirtualJournal } from './replay-run-journal.ts';

/** The dependencies of a replay. */
export type ReplayDependencies = Pick<
  RunDependencies,
  'documents' | 'search' | 'model' | 'clock' | 'calendar' | 'tools' | 'limits' | 'timeZone'
> & {
  /** The agents to try: the team's, possibly including a draft. */
  readonly agents: Agents;
  readonly spent?: SpentToday;
  readonly watcher?: ReplayWatcher;
};

/** Observes a replay while it runs. Ignore what it received if the replay then fails or is stopped. */
export type ReplayWatcher = Pick<RunSession, 'onText' | 'onRestart'> & {
  /** The step began, or replaces the one with its index. `run` is the state after that. */
  readonly onStep?: (step: Step, run: Run) => void;
};

/** A later message of the customer, and how many steps each agent had made before it. */
type Later = { readonly event: Step['input']; readonly steps: ReadonlyMap<string, number> };

/** What to replay. */
export type Script = {
  readonly scene: Scene;
  readonly recorded: readonly RecordedCall[];
  readonly later: readonly Later[];
  readonly run?: Pick<Run, 'followUpId' | 'createdAt'>;
};

/**
 * Replays a recorded run with other agents or another model: models are called again, a recorded call returns its
 * recorded result, other reads are executed, and nothing has an effect. The customer's later messages arrive at the
 * recorded positions. A person's take-over, cancellation or decision is not repeated. As in any run, which branches
 * call the model before it fails in another one depends on timing. Returns a run that is not stored. Throws
 * `resource.not_found` when the message or its conversation no longer exists, and temporary errors.
 */
export const replayRun = async (run: Run, dependencies: ReplayDependencies, signal: AbortSignal): Promise<Run> => {
  const { documents } = dependencies;
  const [message, stored] = await Promise.all([
    documents.messages.get(run.messageId),
    documents.conversations.get(run.conversationId),
  ]);
  if (!message || !stored) {
    throw new Failure('resource.not_found', 'What this run was about is gone.', 'Choose another run.');
  }
  const { mode = stored.mode, language = stored.language } = routeOf(run) ?? {};
  const until = Math.max(message.createdAt, ...laterMessagesOf(run).map(({ createdAt }) => createdAt));
  const beganAt = run.steps[0]?.startedAt ?? until;
  const script: Script = {
    scene: { message, conversation: { ...stored, mode, language }, until, run: { id: run.id, beganAt } },
    recorded: recordedCalls(run),
    later: laterOf(run),
    run,
  };
  return play(script, dependencies, signal);
};

const laterOf = ({ steps }: Run): readonly Later[] =>
  steps.flatMap((step, at) =>
    step.kind === 'event' && step.name === 'message'
      ? [{ event: messageEventSchema.parse(step.input), steps: countSteps(steps.slice(0, at)) }]
      : [],
  );

/** Counts steps by agent, without events and steps that were dropped because of them. */
const countSteps = (steps: readonly Step[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { agent, kind, state } of steps) {
    if (kind !== 'event' && state !== 'dropped') counts.set(agent, (counts.get(agent) ?? 0) + 1);
  }
  return counts;
};

/** Runs the agents over the script to the end. Independent agents act concurrently. */
export const play = async (script: Script, dependencies: ReplayDependencies, signal: AbortSignal): Promise<Run> => {
  const style = await readReplyStyle(dependencies.documents);
  const session = openReplay({ ...script, style }, dependencies, signal);
  const { journal } = session;
  for (;;) {
    if (signal.aborted) throw new Failure('server.stopping', 'The replay was stopped.', 'Try it again.');
    const next = nextStep(journal.run(), session.context());
    const due = script.later[laterMessagesOf(journal.run()).length];
    const actions =
      next.kind === 'act' ? next.actions.filter((action) => !due || isBefore(journal.run(), action, due)) : [];
    if (actions.length > 0) await Promise.all(actions.map((action) => perform(session, script, action)));
    else if (due) addLater(session, due);
    else if (next.kind === 'end') return journal.end({ state: 'done', outcome: next.outcome });
    else throw new Error('A replay waits for nobody.');
  }
};

/** Whether the agent acted before the customer's later message. */
const isBefore = (run: Run, { agent }: Action, { steps }: Later): boolean =>
  (countSteps(run.steps).get(agent) ?? 0) < (steps.get(agent) ?? 0);

const addLater = ({ journal, clock }: RunSession, { event }: Later): void => {
  journal.add({ agent: SUPERVISOR, kind: 'event', name: 'message', state: 'done', input: event, endedAt: clock() });
};

const openReplay = (
  { scene, run, style }: Script & Pick<RunSession, 'style'>,
  {
    documents,
    search,
    model,
    clock,
    calendar = clock,
    tools,
    limits = defaultLimits,
    agents,
    spent = unspent,
    timeZone = defaultTimeZone,
    watcher: { onStep, ...listener } = {},
  }: ReplayDependencies,
  signal: AbortSignal,
): RunSession => {
  const { message, conversation } = scene;
  const own = agentsFor(conversation, { agents, tools: tools ?? builtInTools });
  const { followUpId, createdAt = clock() } = run ?? {};
  const about = followUpId === undefined ? {} : { followUpId };
  const fresh: Run = { ...newRun(message), id: `replay:${message.id}`, ...about, createdAt };
  const needsApproval = approvalsBy(own.tools);
  const journal = openVirtualJournal(fresh, clock, onStep);
  const past = sceneDocuments(documents, scene);
  return {
    documents: past,
    search,
    model,
    clock,
    calendar,
    tools: own.tools,
    fallback: createNoModelProvider(),
    timeZone,
    style,
    words: () => wordsOf({ style, at: calendar() }),
    context: () => ({ agents: own.agents, needsApproval, limits, spent, now: clock() }),
    journal,
    lastRuns: recallRuns({ documents: past, journal, message }),
    talk: recallMessages(past, conversation.id),
    message,
    conversation,
    signal,
    ...listener,
  };
};

const unspent: SpentToday = { conversation: nothingSpent, team: nothingSpent };
const never = new AbortController().signal;

const perform = async (session: RunSession, script: Script, action: Action): Promise<void> => {
  const { agent } = action;
  switch (action.kind) {
    case 'route':
      return decideRoute(session, { rulesOnly: action.rulesOnly, calledOff: never });
    case 'ask':
      return askModel(session, action, never);
    case 'call':
      if (action.refusal) return callTool(session, action);
      return replayCall(session, script.recorded, { agent, kind: 'tool', call: action.call });
    case 'propose':
      return replayCall(session, script.recorded, { agent, kind: 'tool', call: action.call });
    case 'hand-over':
      return replayCall(session, script.recorded, { agent, kind: 'handover', call: personCall(session) });
    case 'limit':
      return add(session, { kind: 'event', name: 'limit', input: { limit: action.limit } });
    case 'reply':
      return reply(session, action.answerer, { messageId: replyIdOf(session.journal.run().id) });
    case 'suggest':
      return reply(session, action.answerer, { workId: suggestionIdOf(session.journal.run().id) });
    case 'resume':
    case 'perform':
    case 'notice':
    case 'drop':
      throw new Error(`A replay leaves nothing open: ${action.kind}.`);
  }
};

type Noted = Pick<Step, 'kind' | 'name' | 'input' | 'output'>;

const add = ({ journal, clock }: RunSession, step: Noted): void => {
  journal.add({ agent: SUPERVISOR, ...step, state: 'done', endedAt: clock() });
};

const reply = async (session: RunSession, answerer: string, output: Record<string, string>): Promise<void> => {
  const objection = await objectionTo(session, answerer);
  if (objection) return add(session, { kind: 'event', name: 'withheld', input: objection });
  const name = 'workId' in output ? 'suggestion' : 'reply';
  add(session, { kind: 'reply', name, input: replyInput(session, answerer), output });
};
