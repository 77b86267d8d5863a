import { isAbout, toolInputOf } from '@inbetwin/shared/agents/runs/run-steps.ts';
import { replyIdOf, workIdOf } from '@inbetwin/shared/conversations/ids.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Run, Step } from '@inbetwin/shared/entities/run.ts';
import type { Effect, Sending } from './outside-world.ts';
import { CONSENTED, outwardArguments, outwardNames } from './outward-tools.ts';
import type { Books } from './team-desk.ts';

/** Describes what is unfinished; empty if every customer has been served. */
export const openMatters = ({ messages, runs, work }: Books): readonly string[] => {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const undecided = new Set(work.flatMap(({ id, state }) => (state === 'open' ? [id] : [])));
  const isSent = (id: string): boolean => byId.get(id)?.delivery.state === 'sent';
  const runOf = runFinder(runs);

  const matterOf = ({ id }: Message): readonly string[] => {
    const run = runOf(id);
    if (!run) return [`${id}: no run`];
    if (run.state === 'done' || run.state === 'failed')
      return isSent(replyIdOf(run.id)) ? [] : [`${run.id}: ${run.state} without an answer`];
    const isWaiting = run.state === 'waiting' && run.steps.some(({ index }) => undecided.has(workIdOf(run.id, index)));
    if (!isWaiting) return [`${run.id}: ${run.state}`];
    return noticesOf(run).some(isSent) ? [] : [`${run.id}: waits, and the customer does not know`];
  };

  return [
    ...messages.filter(({ direction }) => direction === 'inbound').flatMap(matterOf),
    ...messages.filter(({ delivery: { state } }) => state === 'queued' || state === 'sending').map(({ id }) => id),
  ];
};

/** Finds the run that handled a message, also as a part of several. */
const runFinder = (runs: readonly Run[]) => {
  const own = new Map(runs.map((run) => [run.messageId, run]));
  const absorbing = runs.filter(({ steps }) => steps.some(({ name }) => name === 'message'));
  return (messageId: string): Run | undefined => own.get(messageId) ?? absorbing.find((run) => isAbout(run, messageId));
};

const noticesOf = ({ steps }: Run): readonly string[] =>
  steps.flatMap(({ name, output }) =>
    name === 'notice' && typeof output === 'object' && output && 'messageId' in output
      ? [String(output.messageId)]
      : [],
  );

type World = { readonly effects: readonly Effect[]; readonly sendings: readonly Sending[] };

/** Describes violations; empty if each wish took effect at most once and with approval, and each reply was sent once. */
export const findFaults = ({ messages, runs, work }: Books, { effects, sendings }: World): readonly string[] => {
  const outward = runs.flatMap(outwardSteps);
  const stepOf = new Map(outward.map((one) => [one.key, one]));
  const seen = new Set(effects.map(({ key }) => key));
  const approved = new Map(work.map((one) => [one.id, one]));

  const strayOf = ({ key, wish, amount, tool }: Effect): readonly string[] => {
    const known = stepOf.get(key);
    if (!known || known.step.name !== tool) return [`${key}: an effect that no run has recorded`];
    const asked = outwardArguments.parse(JSON.parse(toolInputOf(known.step).arguments));
    if (asked.wish !== wish || asked.amount !== amount) return [`${key}: ${tool} of something else`];
    const consent = tool !== CONSENTED || approved.get(known.workId)?.state === 'approved';
    return consent ? [] : [`${key}: ${tool} without consent`];
  };
  const lost = outward.filter(({ key, step }) => step.state === 'done' && !seen.has(key));

  return [
    ...repeatedIn(effects.map(({ key }) => `effect ${key}`)),
    ...repeatedIn(effects.map(({ wish }) => `wish ${wish}`)),
    ...effects.flatMap(strayOf),
    ...lost.map(({ key }) => `${key}: done, and nobody outside knows`),
    ...runs.filter(({ state }) => state === 'failed').map(({ id, steps }) => `${id}: ${steps.at(-1)?.error?.message}`),
    ...oversentOf(messages, sendings),
  ];
};

const outwardSteps = ({ id, steps }: Run) =>
  steps
    .filter(({ kind, name }: Step) => kind === 'tool' && outwardNames.some((outward) => outward === name))
    .map((step) => ({ key: `${id}#${step.index}`, workId: workIdOf(id, step.index), step }));

const repeatedIn = (all: readonly string[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].flatMap(([one, count]) => (count > 1 ? [`${one}: ${count} times`] : []));
};

/** A platform that cannot detect repetitions may get one more copy for each crash during the send, which is marked. */
const oversentOf = (messages: readonly Message[], sendings: readonly Sending[]): readonly string[] =>
  messages.flatMap(({ id, delivery: { attempts, resent } }) => {
    const count = sendings.filter(({ key }) => key === `${id}#0`).length;
    return count > (resent ? attempts : 1) ? [`${id}: sent ${count} times`] : [];
  });

/** How much happened, to show that the run was meaningful. */
export const tell = ({ messages, runs }: Books, { effects, sendings }: World): string => {
  const inDoubt = runs.flatMap(outwardSteps).filter(({ step }) => step.error?.code === 'server.error');
  const absorbed = runs.flatMap(({ steps }) =>
    steps.filter(({ kind, name }) => kind === 'event' && name === 'message'),
  );
  const resent = messages.filter(({ delivery }) => delivery.resent);
  return [
    `${runs.length} runs`,
    `${runs.filter(({ state }) => state === 'waiting').length} wait`,
    `${absorbed.length} messages absorbed`,
    `${effects.length} effects`,
    `${inDoubt.length} calls in doubt`,
    `${sendings.length} replies sent`,
    `${resent.length} once more`,
  ].join(', ');
};
