import type { Message } from '../../entities/message.ts';
import { hasWaited, laterMessagesOf } from '../runs/run-steps.ts';
import type { RunSession } from '../runs/session.ts';

const MAX_HISTORY = 12;

/**
 * What was said before, oldest first, and the messages that the run is about last; after a wait all that was said since, too.
 * What the team said counts as said before, even if the customer's words were stored first: an earlier run may have answered
 * what came before them only then, and it must not be done again.
 */
export const readHistory = async ({ talk, message, journal }: RunSession): Promise<readonly Message[]> => {
  const run = journal.run();
  const rest = laterMessagesOf(run);
  const latest = await talk.latest();
  const said = asAnswered(latest.slice(0, MAX_HISTORY + rest.length));
  const through = Math.max(message.createdAt, ...rest.map(({ createdAt }) => createdAt));
  if (hasWaited(run)) return withoutUnanswered(said, through);
  const asked = new Set([message.id, ...rest.map(({ messageId }) => messageId)]);
  const isBefore = ({ direction, runId, createdAt }: Message): boolean =>
    createdAt < through || (direction === 'outbound' && runId !== run.id);
  const before = said.filter((each) => !asked.has(each.id) && isBefore(each));
  const later = said.filter(({ id }) => id !== message.id && asked.has(id));
  // The customer may have changed it since the run began.
  const current = latest.find(({ id }) => id === message.id) ?? message;
  return [...before, current, ...later];
};

/**
 * Each answer behind what it answers, oldest first: the customer may have written more before it was ready, and that was not
 * answered by it.
 */
const asAnswered = (messages: readonly Message[]): readonly Message[] => {
  const times = new Map(messages.map(({ id, createdAt }) => [id, createdAt]));
  const placed = messages.map((message) => ({ message, at: times.get(message.inReplyTo ?? '') ?? message.createdAt }));
  return placed
    .toSorted((a, b) => a.at - b.at || a.message.createdAt - b.message.createdAt)
    .map(({ message }) => message);
};

/** What the customer wrote behind `through` and nobody has answered is for a run of its own, and not to be acted on here. */
const withoutUnanswered = (said: readonly Message[], through: number): readonly Message[] => {
  const answered = new Set(said.flatMap(({ inReplyTo }) => inReplyTo ?? []));
  const until = Math.max(through, ...said.flatMap(({ id, createdAt }) => (answered.has(id) ? createdAt : [])));
  return said.filter(({ direction, createdAt }) => direction === 'outbound' || createdAt <= until);
};
