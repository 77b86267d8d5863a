import type { Message } from '../../entities/message.ts';
import { hasWaited, laterMessagesOf } from '../runs/run-steps.ts';
import type { RunSession } from '../runs/session.ts';

const MAX_HISTORY = 12;

/**
 * Returns the earlier messages, oldest first, followed by the messages that the run handles; after a wait, also
 * everything said since. The team's messages come before the customer's last ones even if they were stored later: an
 * earlier run may have answered earlier messages only then, and that must not be repeated.
 */
export const readHistory = async ({ talk, message, journal }: RunSession): Promise<readonly Message[]> => {
  const run = journal.run();
  const rest = laterMessagesOf(run);
  const stored = await talk.latest();
  const latest = stored.filter(({ removed }) => !removed);
  const said = asAnswered(latest.slice(0, MAX_HISTORY + rest.length));
  const through = Math.max(message.createdAt, ...rest.map(({ createdAt }) => createdAt));
  if (hasWaited(run)) return withoutUnanswered(said, through);
  const asked = new Set([message.id, ...rest.map(({ messageId }) => messageId)]);
  const isBefore = ({ direction, runId, createdAt }: Message): boolean =>
    createdAt < through || (direction === 'outbound' && runId !== run.id);
  const before = said.filter((each) => !asked.has(each.id) && isBefore(each));
  const later = said.filter(({ id }) => id !== message.id && asked.has(id));
  // The customer may have changed it since the run began.
  const current = stored.find(({ id }) => id === message.id) ?? message;
  return current.removed ? [...before, ...later] : [...before, current, ...later];
};

/**
 * Puts each answer after what it answers, oldest first: the customer may have written more before the answer was ready,
 * which it does not cover.
 */
const asAnswered = (messages: readonly Message[]): readonly Message[] => {
  const times = new Map(messages.map(({ id, createdAt }) => [id, createdAt]));
  const placed = messages.map((message) => ({ message, at: times.get(message.inReplyTo ?? '') ?? message.createdAt }));
  return placed
    .toSorted((a, b) => a.at - b.at || a.message.createdAt - b.message.createdAt)
    .map(({ message }) => message);
};

/** Messages after `through` that nobody has answered belong to a run of their own and are left out. */
const withoutUnanswered = (said: readonly Message[], through: number): readonly Message[] => {
  const answered = new Set(said.flatMap(({ inReplyTo }) => inReplyTo ?? []));
  const until = Math.max(through, ...said.flatMap(({ id, createdAt }) => (answered.has(id) ? createdAt : [])));
  return said.filter(({ direction, createdAt }) => direction === 'outbound' || createdAt <= until);
};
