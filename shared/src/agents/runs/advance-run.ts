import { Failure } from '../../contracts/errors.ts';
import type { Run, Step } from '../../entities/run.ts';
import { askAgain, askModel } from '../steps/ask-model.ts';
import { callPerson, callTool, performApproved, resumeCall } from '../steps/call-tool.ts';
import { decideRoute } from '../steps/decide-route.ts';
import { proposeCall, requestApproval, withdrawApproval } from '../steps/propose.ts';
import { finishReply, writeNotice, writeReply } from '../steps/write-reply.ts';
import { abandonFollowUp, abandonRun } from './abandon-run.ts';
import { createLookout } from './observe.ts';
import { nextStep } from './run.ts';
import type { Action } from './run-action.ts';
import { closingReplyOf, hasEvent, lastWordAt, routeOf, SUPERVISOR } from './run-steps.ts';
import { isPassing, type RunDependencies, type RunSession } from './session.ts';

type Surroundings = Pick<RunDependencies, 'nudges' | 'usage'> & { readonly onAnswered?: () => void };

/** An action in progress. */
type Flight = { readonly done: Promise<void>; readonly callOff: AbortController };

/** Actions in progress by the name under which they are recorded; each name has at most one. */
type Flights = {
  readonly open: Map<string, Flight>;
  failure?: unknown;
  /** Set when an action has ended that may have taken long, so that something may have happened in the meantime. */
  tookTime: boolean;
};

/** Advances the run until it ends or waits for a person. */
export const advanceRun = async (session: RunSession, surroundings: Surroundings): Promise<Run> => {
  const { journal, message } = session;
  try {
    return await withNudges(surroundings, message.conversationId, (news) => fly(session, { ...surroundings, news }));
  } catch (error) {
    if (isPassing(error)) throw error;
    const isFollowUp = journal.run().followUpId !== undefined;
    return isFollowUp ? abandonFollowUp(session, error) : abandonRun(session, message, error, journal.run());
  } finally {
    surroundings.usage?.note(journal.run());
  }
};

/** Notifications of what happens in the conversation. */
type News = {
  /** Returns how many times something has happened. */
  readonly count: () => number;
  /** Resolves when something has happened since the call. */
  readonly next: () => Promise<void>;
};

const withNudges = async <T>(
  { nudges }: Surroundings,
  conversationId: string,
  work: (news: News) => Promise<T>,
): Promise<T> => {
  let next = Promise.withResolvers<void>();
  let count = 0;
  const unsubscribe = nudges?.subscribe(conversationId, () => {
    count += 1;
    next.resolve();
    next = Promise.withResolvers();
  });
  try {
    return await work({ count: () => count, next: () => next.promise });
  } finally {
    unsubscribe?.();
  }
};

type Flying = Surroundings & { readonly news: News };

const fly = async (session: RunSession, { news, onAnswered }: Flying): Promise<Run> => {
  const { journal, signal } = session;
  const flights: Flights = { open: new Map(), tookTime: true };
  const look = createLookout(session);
  let known = news.count();
  const { stopped, unlisten } = listenForStop(signal);
  try {
    await makeSure(session);
    for (;;) {
      if (signal.aborted) throw stopping();
      if (flights.failure !== undefined) throw flights.failure;
      const happened = news.next();
      if (flights.tookTime || news.count() !== known) {
        flights.tookTime = false;
        known = news.count();
        await look();
      }
      callOff(session, flights);
      const next = nextStep(journal.run(), session.context());
      if (next.kind === 'end') return await journal.end({ state: 'done', outcome: next.outcome });
      if (next.kind === 'wait') return await journal.end({ state: 'waiting' });
      journal.resume();
      for (const action of next.actions) take(session, flights, action);
      if (isAnswered(journal.run())) onAnswered?.();
      await Promise.race([...[...flights.open.values()].map(({ done }) => done), happened, stopped]);
    }
  } finally {
    unlisten();
    for (const { callOff } of flights.open.values()) callOff.abort();
    await Promise.all([...flights.open.values()].map(({ done }) => done));
  }
};

const stopping = () => new Failure('server.stopping', 'The run was stopped.', 'It resumes by itself.');

/** Removes its listener when the run is over, because the server's signal outlives all runs. */
const listenForStop = (signal: AbortSignal) => {
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  const stop = (): void => resolve();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  return { stopped, unlisten: () => signal.removeEventListener('abort', stop) };
};

/** Whether the customer no longer waits: they have their answer, or a person will give it. */
const isAnswered = (run: Run): boolean => {
  const route = routeOf(run);
  if (!route) return false;
  return route.mode === 'human' || closingReplyOf(run)?.state === 'done' || hasEvent(run, 'taken-over');
};

/** Makes sure that whatever waits for a person has been presented to them, even after a crash in between. */
const makeSure = async (session: RunSession): Promise<void> => {
  for (const step of session.journal.run().steps) {
    if (step.state === 'waiting') await requestApproval(session, step);
  }
};

const take = (session: RunSession, flights: Flights, action: Action): void => {
  if (flights.open.has(action.agent)) return;
  const callOff = new AbortController();
  const fly = async (): Promise<void> => {
    try {
      await perform(session, action, callOff.signal);
    } catch (error) {
      flights.failure ??= error;
    } finally {
      flights.tookTime ||= takesTime(session, action);
      flights.open.delete(action.agent);
    }
  };
  flights.open.set(action.agent, { done: fly(), callOff });
};

/** The rules answer immediately, and an action that speaks at the end checks by itself whether it may still do so. */
const takesTime = ({ model, fallback }: RunSession, action: Action): boolean => {
  switch (action.kind) {
    case 'ask':
    case 'route':
      return model.name !== fallback.name;
    case 'limit':
    case 'drop':
    case 'reply':
    case 'suggest':
      return false;
    default:
      return true;
  }
};

/** Aborts model calls that are out of date or whose answer is no longer wanted. */
const callOff = ({ journal, context }: RunSession, { open }: Flights): void => {
  const run = journal.run();
  const isStale = ({ agent, kind, state, index }: Step): boolean => {
    if (state !== 'intended') return false;
    if (kind === 'route') return hasEvent(run, 'cancelled');
    return kind === 'model' && (index < lastWordAt(run) || isUnwanted(run, context().agents[agent]));
  };
  for (const step of run.steps) if (isStale(step)) open.get(step.agent)?.callOff.abort();
};

const isUnwanted = (run: Run, agent: { readonly answers: boolean } | undefined): boolean =>
  hasEvent(run, 'cancelled') || hasEvent(run, 'limit') || (agent?.answers === true && hasEvent(run, 'taken-over'));

const perform = async (session: RunSession, action: Action, calledOff: AbortSignal): Promise<void> => {
  switch (action.kind) {
    case 'route':
      return decideRoute(session, { rulesOnly: action.rulesOnly, calledOff });
    case 'resume':
      return resume(session, action.step, calledOff);
    case 'ask':
      return askModel(session, action, calledOff);
    case 'call':
      return callTool(session, action);
    case 'propose':
      return proposeCall(session, action);
    case 'perform':
      return performApproved(session, action.step);
    case 'drop':
      return withdrawApproval(session, action.step);
    case 'limit':
      return noteLimit(session, action.limit);
    case 'hand-over':
      return callPerson(session);
    case 'notice':
      return writeNotice(session, action.step);
    case 'reply':
      return writeReply(session, 'reply', action.answerer);
    case 'suggest':
      return writeReply(session, 'suggestion', action.answerer);
  }
};

const noteLimit = async ({ journal, clock }: RunSession, limit: string): Promise<void> => {
  journal.add({ agent: SUPERVISOR, kind: 'event', name: 'limit', state: 'done', input: { limit }, endedAt: clock() });
};

const resume = (session: RunSession, step: Step, calledOff: AbortSignal): Promise<void> => {
  if (step.kind === 'reply') return finishReply(session, step);
  if (step.kind === 'route') return decideRoute(session, { rulesOnly: false, calledOff, begun: step });
  return step.kind === 'model' ? askAgain(session, step, calledOff) : resumeCall(session, step);
};
