import { Failure } from '../contracts/errors.ts';
import { judgeReply } from '../guardrails/judge-reply.ts';
import { replyOf } from '../guardrails/testing/reply-of.ts';
import { createProseDivider } from '../knowledge/divide-prose.ts';
import { fileFormats } from '../knowledge/formats/registry.ts';
import { readWhole } from '../knowledge/testing/read-whole.ts';
import { questionsOf } from '../models/no-model/questions/questions.ts';
import { readConsent } from '../reading/read-consent.ts';
import { understand } from '../reading/understand.ts';
import { analyzeText } from '../search/language/analyze-text.ts';
import { readAmounts } from '../search/language/values/read-amounts.ts';
import { detectLanguage } from '../text/detect-language.ts';

/** The steps that process foreign text. `message`: up to 16,000 characters, as messages and replies have. */
export type TextStep = {
  readonly name: string;
  readonly of: 'file' | 'message';
  readonly run: (text: string) => unknown;
};

const divide = (text: string): unknown => {
  const divider = createProseDivider();
  return [...divider.add(text), ...divider.end()];
};

/** More than a run returns: as much as the guards read for one reply. */
const results = Array.from({ length: 1000 }, (_, at) => [
  `Товар ${at}`,
  `${100 + at * 50} ₽ за день, от ${(at % 9) + 2} дней скидка ${(at % 19) + 1} %.`,
]);

export const textSteps: readonly TextStep[] = [
  ...Object.values(fileFormats).map(
    ({ extensions: [extension] }): TextStep => ({
      name: `read .${extension}`,
      of: 'file',
      run: (text) => readWhole({ bytes: text, fileName: `text.${extension}` }),
    }),
  ),
  { name: 'detect the language', of: 'file', run: detectLanguage },
  { name: 'divide into passages', of: 'file', run: divide },
  { name: 'analyze for search', of: 'file', run: analyzeText },
  { name: 'read amounts', of: 'message', run: readAmounts },
  { name: 'read consent', of: 'message', run: readConsent },
  { name: 'understand a message', of: 'message', run: (text) => understand(text) },
  {
    name: 'find questions',
    of: 'message',
    run: (text) => questionsOf({ text, understood: understand(text), earlier: [] }),
  },
  { name: 'judge a reply', of: 'message', run: (text) => judgeReply(replyOf(text)) },
  {
    name: 'judge a reply about much that was told',
    of: 'message',
    run: (text) => judgeReply(replyOf(text, { customer: ['Сколько стоит зал на 3 дня и 40 стульев?'], results })),
  },
];

/** The processor time of a step in milliseconds. A rejected text counts like any other. */
export const cpuTimeOfStep = async (run: TextStep['run'], text: string): Promise<number> => {
  const before = process.cpuUsage();
  try {
    await run(text);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
