import type { MeaningWeights } from '@inbetwin/shared/search/meaning/meaning-model.ts';
import { featuresOf, groupsOf, type TextFeatures, wordsToMean } from '@inbetwin/shared/search/meaning/text-features.ts';
import { remember } from '@inbetwin/shared/search/remember.ts';
import { seededRandom } from '../seeded-random.ts';
import type { Statement, Trade } from './read-trades.ts';
import { shuffled } from './shuffled.ts';

/** How the model is trained. */
export type Training = {
  readonly dimensions: number;
  /** The number of rows for letter pieces, and for pairs of words. */
  readonly buckets: number;
  readonly epochs: number;
  readonly rate: number;
  /** The factor of the cosines in the softmax. */
  readonly sharpness: number;
  /** The share of words left out at random, each time. */
  readonly dropped: number;
  /** As many businesses, and questions of each, are compared with one another. */
  readonly trades: number;
  readonly questions: number;
};

export const training: Training = {
  dimensions: 64,
  buckets: 1 << 14,
  epochs: 8,
  rate: 0.3,
  sharpness: 6,
  dropped: 0.3,
  trades: 6,
  questions: 12,
};

/** A statement as the model reads it. */
export const saidOf = ({ heading, text }: Pick<Statement, 'heading' | 'text'>): string => `${heading}. ${text}`;

/** Directions of the features while they are trained. */
type Table = {
  readonly words: ReadonlyMap<string, number>;
  readonly common: number;
  readonly buckets: number;
  readonly dimensions: number;
  readonly values: Float32Array;
  /** The sum of the squared gradients of each row. */
  readonly squares: Float32Array;
};

/**
 * Trains directions of words, letter pieces, pairs of words and groups of synonyms such that a question is nearer to the statement that
 * answers it than to the other statements of its business and of others: a bag of features as in fastText (Bojanowski et al., 2017), trained
 * with the softmax over the other statements of the batch (Henderson et al., 2017) and AdaGrad. The same input gives the same weights.
 */
export const trainMeaning = (trades: readonly Trade[], options: Training = training): MeaningWeights => {
  const table = createTable(trades, options);
  const random = seededRandom(7);
  for (let epoch = 0; epoch < options.epochs; epoch++)
    for (const batch of batchesOf(trades, { options, random })) learn(table, batch, options);
  return quantize(table);
};

/** A word in fewer texts is known by its letter pieces only. A common word occurs in this share of the businesses. */
const LEAST_TEXTS = 3;
const COMMON = 1 / 40;

type Use = { readonly word: string; readonly texts: number; readonly trades: number };

/** In how many texts and businesses words and groups of synonyms occur, the most common ones first. */
const countUses = (trades: readonly Trade[]): readonly Use[] => {
  const uses = new Map<string, { texts: number; trades: Set<Trade> }>();
  for (const trade of trades)
    for (const text of trade.statements.flatMap((one) => [saidOf(one), ...one.questions]))
      for (const word of new Set(wordsIn(text).flatMap((one) => [one, ...groupsOf(one)]))) {
        const use = uses.get(word) ?? { texts: 0, trades: new Set() };
        use.texts += 1;
        use.trades.add(trade);
        uses.set(word, use);
      }
  return [...uses]
    .map(([word, use]) => ({ word, texts: use.texts, trades: use.trades.size }))
    .toSorted((a, b) => b.trades - a.trades || (a.word < b.word ? -1 : 1));
};

const createTable = (trades: readonly Trade[], { dimensions, buckets }: Training): Table => {
  const uses = countUses(trades).filter(({ texts }) => texts >= LEAST_TEXTS);
  const words = new Map(uses.map(({ word }, row) => [word, row]));
  const common = uses.filter((one) => one.trades >= COMMON * trades.length).length;
  const rows = words.size + 2 * buckets;
  const random = seededRandom(1);
  const values = new Float32Array(rows * dimensions).map(() => (random() - 0.5) * START);
  return { words, common, buckets, dimensions, values, squares: new Float32Array(rows).fill(1e-6) };
};
const START = 0.1;

/** Questions, and the statements among which the answer of each is to be found. */
type Batch = {
  readonly statements: readonly TextWords[];
  readonly questions: readonly { readonly words: TextWords; readonly answer: number }[];
};
type TextWords = readonly string[];

type Choosing = { readonly options: Training; readonly random: () => number };

/** Returns the batches of one epoch: each question occurs once, beside all statements of its business and of some others. */
const batchesOf = (trades: readonly Trade[], { options, random }: Choosing): readonly Batch[] => {
  const left = trades.map(({ statements }) =>
    shuffled(
      statements.flatMap(({ questions }, answer) => questions.map((text) => ({ text, answer }))),
      random,
    ),
  );
  const turns = left.flatMap((questions, trade) =>
    Array.from({ length: Math.ceil(questions.length / options.questions) }, () => trade),
  );
  const order = shuffled(turns, random);
  const some = (text: string) => wordsIn(text).filter(() => random() >= options.dropped);
  return Array.from({ length: Math.floor(order.length / options.trades) }, (_, at) => {
    const chosen = new Set(order.slice(at * options.trades, (at + 1) * options.trades));
    const statements: TextWords[] = [];
    const questions: { words: TextWords; answer: number }[] = [];
    for (const trade of chosen) {
      const first = statements.length;
      for (const one of trades[trade]?.statements ?? []) statements.push(some(shownOf(one, random)));
      for (const { text, answer } of left[trade]?.splice(0, options.questions) ?? [])
        questions.push({ words: some(text), answer: first + answer });
    }
    return { statements, questions };
  });
};
/**
 * In the place of a statement sometimes stands another question that it answers, because stored questions are compared, too, or the statement
 * without its heading.
 */
const shownOf = (statement: Statement, random: () => number): string => {
  const { questions, text } = statement;
  const other = random() < AS_QUESTION ? questions[Math.floor(random() * questions.length)] : undefined;
  return other ?? (random() < WITHOUT_HEADING ? text : saidOf(statement));
};
const AS_QUESTION = 0.25;
const WITHOUT_HEADING = 0.2;

/** Each text is read again in each epoch. */
const wordsIn = remember(200_000, wordsToMean);

/** Texts as vectors of unit length, row by row, with the length of each sum and the gradient of the loss by each vector. */
type Embedded = {
  readonly features: readonly TextFeatures[];
  readonly units: Float32Array;
  readonly lengths: readonly number[];
  readonly gradients: Float32Array;
};

const learn = (table: Table, { statements, questions }: Batch, { rate, sharpness }: Training): void => {
  const { dimensions } = table;
  const answers = embed(table, statements);
  const asked = embed(
    table,
    questions.map(({ words }) => words),
  );
  const chances = new Float32Array(statements.length);
  for (const [at, { answer }] of questions.entries()) {
    softmax(chances, (other) => sharpness * dotAt(asked.units, at, { units: answers.units, other, dimensions }));
    for (const [other, chance] of chances.entries()) {
      const pull = sharpness * (chance - (other === answer ? 1 : 0));
      if (Math.abs(pull) < NEGLIGIBLE) continue;
      for (let k = 0; k < dimensions; k++) {
        const [mine, theirs] = [at * dimensions + k, other * dimensions + k];
        asked.gradients[mine] = (asked.gradients[mine] ?? 0) + pull * (answers.units[theirs] ?? 0);
        answers.gradients[theirs] = (answers.gradients[theirs] ?? 0) + pull * (asked.units[mine] ?? 0);
      }
    }
  }
  for (const embedded of [asked, answers]) descend(table, embedded, rate);
};
const NEGLIGIBLE = 1e-4;

const embed = (table: Table, texts: readonly TextWords[]): Embedded => {
  const { dimensions, values } = table;
  const features = texts.map((words) => featuresOf(words, table));
  const units = new Float32Array(texts.length * dimensions);
  const lengths = features.map(({ rows, weights }, at) => {
    const unit = units.subarray(at * dimensions, (at + 1) * dimensions);
    for (const [feature, row] of rows.entries()) {
      const weight = weights[feature] ?? 0;
      for (let k = 0; k < dimensions; k++) unit[k] = (unit[k] ?? 0) + weight * (values[row * dimensions + k] ?? 0);
    }
    const length = Math.hypot(...unit) || Number.EPSILON;
    for (let k = 0; k < dimensions; k++) unit[k] = (unit[k] ?? 0) / length;
    return length;
  });
  return { features, units, lengths, gradients: new Float32Array(units.length) };
};

type Other = { readonly units: Float32Array; readonly other: number; readonly dimensions: number };

const dotAt = (mine: Float32Array, at: number, { units, other, dimensions }: Other): number => {
  let sum = 0;
  for (let k = 0; k < dimensions; k++) sum += (mine[at * dimensions + k] ?? 0) * (units[other * dimensions + k] ?? 0);
  return sum;
};

const softmax = (chances: Float32Array, logit: (at: number) => number): void => {
  for (let at = 0; at < chances.length; at++) chances[at] = logit(at);
  const most = chances.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  let total = 0;
  for (let at = 0; at < chances.length; at++) total += chances[at] = Math.exp((chances[at] ?? 0) - most);
  for (let at = 0; at < chances.length; at++) chances[at] = (chances[at] ?? 0) / total;
};

/** Moves the directions of the features against the gradient of the vectors that they make up. */
const descend = (table: Table, { features, units, lengths, gradients }: Embedded, rate: number): void => {
  const { dimensions, values, squares } = table;
  const step = new Float32Array(dimensions);
  for (const [at, { rows, weights }] of features.entries()) {
    const start = at * dimensions;
    let along = 0;
    for (let k = 0; k < dimensions; k++) along += (gradients[start + k] ?? 0) * (units[start + k] ?? 0);
    let square = 0;
    for (let k = 0; k < dimensions; k++) {
      step[k] = ((gradients[start + k] ?? 0) - along * (units[start + k] ?? 0)) / (lengths[at] ?? 1);
      square += (step[k] ?? 0) ** 2 / dimensions;
    }
    for (const [feature, row] of rows.entries()) {
      const weight = weights[feature] ?? 0;
      const sum = (squares[row] ?? 0) + weight ** 2 * square;
      squares[row] = sum;
      const moved = (rate * START * weight) / Math.sqrt(sum);
      for (let k = 0; k < dimensions; k++)
        values[row * dimensions + k] = (values[row * dimensions + k] ?? 0) - moved * (step[k] ?? 0);
    }
  }
};

const MAX_BYTE = 127;

const quantize = ({ words, common, buckets, dimensions, values, squares }: Table): MeaningWeights => {
  const scales = new Float32Array(squares.length);
  const bytes = new Int8Array(values.length);
  for (const row of squares.keys()) {
    const own = values.subarray(row * dimensions, (row + 1) * dimensions);
    const scale = own.reduce((most, value) => Math.max(most, Math.abs(value)), Number.EPSILON) / MAX_BYTE;
    scales[row] = scale;
    for (const [k, value] of own.entries()) bytes[row * dimensions + k] = Math.round(value / scale);
  }
  return {
    dimensions,
    buckets,
    words: [...words.keys()].join('\n'),
    common,
    scales: base64Of(scales),
    values: base64Of(bytes),
  };
};

const base64Of = ({ buffer, byteOffset, byteLength }: Float32Array | Int8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');
