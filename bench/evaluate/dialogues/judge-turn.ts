import type { Message } from '@inbetwin/shared/entities/message.ts';
import { detectLanguage } from '@inbetwin/shared/text/detect-language.ts';
import { type Matcher, mismatch, saysText, shown } from '../scenes/matcher.ts';
import type { Expectation, ExpectedCall, ExpectedWords } from './dialogue.ts';
import type { Called, Happened } from './happened.ts';

type Said = Pick<Message, 'text' | 'citations'>;

/** Returns why a turn was not as expected; empty if it was. */
export const judgeTurn = (expected: Expectation, happened: Happened): readonly string[] => [
  ...judgeOutcome(expected, happened),
  ...expected.calls.flatMap((call) => judgeCall(call, happened.calls)),
  ...expected.forbidden.flatMap((call) => judgeForbidden(call, happened.calls)),
  ...judgeReply(expected.reply, happened.replies),
  ...judgeSuggestion(expected.suggestion, happened.suggestions),
  ...judgeHandover(expected.handover, happened),
  ...judgeStored(expected, happened.stored),
];

/** Returns violations of what holds for every turn. `rules`: whether the rules may answer instead of the model. */
export const judgeSoundness = ({ runs, models, troubles }: Happened, rules: boolean): readonly string[] => [
  ...troubles,
  ...runs.flatMap(({ id, state, steps }) =>
    state === 'failed' || state === 'running' ? [`${id} is ${state}: ${shown(steps.at(-1)?.error)}`] : [],
  ),
  ...models.flatMap(({ agent, name, state, error }) => {
    if (state === 'failed') return [`the model of ${agent} failed: ${error?.message ?? ''}`];
    return name === 'no-model' && !rules ? [`the rules spoke for ${agent} in place of the model`] : [];
  }),
];

const judgeOutcome = ({ outcome }: Expectation, { runs }: Happened): readonly string[] => {
  if (outcome === undefined) return [];
  const outcomes = runs.map(({ state, outcome: reached }) => (state === 'waiting' ? state : (reached ?? state)));
  return outcomes.includes(outcome) ? [] : [`the outcome is ${outcomes.join(', ') || 'none'}, not ${outcome}`];
};

const judgeCall = (expected: ExpectedCall, calls: readonly Called[]): readonly string[] => {
  const same = calls.filter(({ tool }) => tool === expected.tool);
  if (same.length === 0) return [`${expected.tool} was not called`];
  const wrongs = same.map((call) => wrongOf(expected, call));
  return wrongs.includes(undefined) ? [] : [`${expected.tool}: ${wrongs[0]}`];
};

const judgeForbidden = (forbidden: ExpectedCall, calls: readonly Called[]): readonly string[] =>
  calls
    .filter((call) => call.tool === forbidden.tool && wrongOf(forbidden, call) === undefined)
    .map((call) => `${call.tool} was called with ${shown(call.arguments)}`);

const wrongOf = ({ agent, state, arguments: args, result }: ExpectedCall, call: Called): string | undefined => {
  if (agent !== undefined && agent !== call.agent) return `was called by ${call.agent}, not ${agent}`;
  if (state !== undefined && state !== call.state) return `is ${call.state}, not ${state} ${shown(call.error)}`;
  return (
    (args !== undefined ? mismatch(args, call.arguments, 'arguments') : undefined) ??
    (result !== undefined ? mismatch(result, call.output ?? call.error, 'result') : undefined)
  );
};

const judgeReply = (expected: Expectation['reply'], replies: readonly Said[]): readonly string[] => {
  if (expected === undefined) return [];
  if (expected === 'none') return replies.map(({ text }) => `the agent said ${shown(text)}`);
  const wrongCount =
    replies.length === expected.count
      ? []
      : [`${replies.length} replies and not ${expected.count}: ${shown(textsOf(replies))}`];
  return [...wrongCount, ...(replies.length > 0 ? judgeWords(expected, replies) : [])];
};

const judgeSuggestion = (
  expected: Expectation['suggestion'],
  suggestions: Happened['suggestions'],
): readonly string[] => {
  if (expected === undefined) return [];
  const said = suggestions.flatMap(({ suggestion }) => suggestion ?? []);
  if (expected === 'none') return said.map(({ text }) => `was suggested: ${shown(text)}`);
  return said.length === 0 ? ['nothing was suggested'] : judgeWords(expected, said);
};

const judgeWords = ({ contains, lacks, cites, language }: ExpectedWords, said: readonly Said[]): readonly string[] => {
  const text = textsOf(said).join('\n');
  const cited = said.flatMap(({ citations }) => citations.map(({ title, quote }) => `${title}\n${quote}`));
  const spoken = detectLanguage(text);
  return [
    ...contains.filter((part) => !says(text, part)).map((part) => `the reply lacks ${shown(part)}: ${shown(text)}`),
    ...lacks.filter((part) => says(text, part)).map((part) => `the reply has ${shown(part)}: ${shown(text)}`),
    ...cites
      .filter((part) => !cited.some((each) => saysText(each, part)))
      .map((part) => `${shown(part)} is not cited: ${shown(cited)}`),
    ...(language !== undefined && spoken !== language
      ? [`the reply is in ${spoken}, not ${language}: ${shown(text)}`]
      : []),
  ];
};

const textsOf = (said: readonly Said[]): readonly string[] => said.map(({ text }) => text);

/** A list of alternatives matches a part of the text, as a plain text does. */
const says = (text: string, part: Matcher): boolean => {
  if (typeof part === 'string') return saysText(text, part);
  const alternatives = typeof part === 'object' && part !== null && '$oneOf' in part ? part.$oneOf : undefined;
  return Array.isArray(alternatives)
    ? alternatives.some((each) => says(text, each))
    : mismatch(part, text) === undefined;
};

const judgeHandover = (expected: Expectation['handover'], { runs, stored }: Happened): readonly string[] => {
  if (expected === undefined) return [];
  const { handover } = stored.conversation ?? {};
  const isOfTurn = handover?.runId !== undefined && runs.some(({ id }) => id === handover.runId);
  if (expected === false) return isOfTurn ? [`a person was called: ${shown(handover)}`] : [];
  if (!isOfTurn) return [`no person was called: ${shown(handover)}`];
  const { reason, summary } = expected;
  const wrong = mismatch({ reason, ...(summary !== undefined && { summary }) }, handover, 'the hand-over');
  return wrong === undefined ? [] : [wrong];
};

const judgeStored = (expected: Expectation, stored: Happened['stored']): readonly string[] => {
  const parts = ['conversation', 'contact', 'lead', 'facts', 'work'] as const;
  const wrong = parts.flatMap((part) => {
    const matcher = expected[part];
    return matcher === undefined ? [] : (mismatch(matcher, stored[part], part) ?? []);
  });
  const unwanted = expected.noWork.flatMap((matcher) => {
    const found = stored.work.find((each) => mismatch(matcher, each) === undefined);
    return found ? [`there is ${shown(found)}`] : [];
  });
  return [...wrong, ...unwanted];
};
