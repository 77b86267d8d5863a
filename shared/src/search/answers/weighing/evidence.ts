/** The evidence for a candidate: shares of the question, by rarity, and other numbers from 0 to 1. */
export type Evidence = {
  /** What the statement covers, what the one before it covers besides, and what the one behind it covers besides. */
  readonly own: number;
  readonly before: number;
  readonly behind: number;
  /** Full-text score of the passage as a fraction of the best one's. */
  readonly passage: number;
  /** 1 if the customer was told of the passage last. */
  readonly lastCited: number;
  /** How certainly it contains the kind of thing asked for. */
  readonly kind: number;
  readonly otherLanguage: number;
  /** What names its subject, and the share of its name that the question contains. */
  readonly subject: number;
  readonly named: number;
  /** 1 for a special case. */
  readonly conditional: number;
  /**
   * What names the subject of candidates beside it and this one lacks: asked for the deposit of the tent, the deposit of the hall.
   */
  readonly foreign: number;
  /** 1 if it is about a thing of another size or for another age than the one asked for. */
  readonly otherSize: number;
  /** The cosine of what it says and what is asked, whatever words they use, as far as the model knows them. */
  readonly meaning: number;
  /** The same for its own words without what it stands under, and for its whole paragraph. */
  readonly saidMeaning: number;
  readonly paragraphMeaning: number;
  /** How much it says: the logarithm of its length, 1 for some 400 letters. */
  readonly length: number;
};

type Weights = Readonly<Partial<Record<keyof Evidence, number>>>;

/** Weights for choosing a sentence by its words, as log-odds: conditional logit over the sentences of the passages found, see decision 8. */
const byWords: Weights = {
  own: 10,
  before: 4.6,
  behind: 2.7,
  passage: 4.4,
  kind: 2,
  otherLanguage: -4,
  subject: 4,
  named: 3,
  conditional: -2,
  foreign: -4,
  otherSize: -8,
  lastCited: 2,
};

/**
 * The same for texts that the model of meaning knows, fitted by `npm run train` to everyday messages to businesses that it was not trained
 * with. What is rare among them keeps more weight than the fit gives it: two languages, other sizes, other subjects, the kind of thing asked for.
 */
const byMeaning: Weights = {
  own: 5.7,
  before: 3.8,
  behind: 1.6,
  passage: 1,
  kind: 1.5,
  otherLanguage: -2,
  subject: 2.1,
  named: 0.5,
  foreign: -1,
  otherSize: -8,
  meaning: 8.9,
  saidMeaning: 2.6,
  paragraphMeaning: 1,
  length: 3.4,
  // Below the fit (3.9), because the last reply may have been wrong.
  lastCited: 3,
};

/** All evidence that is weighed. */
export const evidenceNames = Object.keys({ ...byWords, ...byMeaning }) as readonly (keyof Evidence)[];

const sumOf = (weights: Weights, evidence: Evidence): number =>
  evidenceNames.reduce((sum, name) => sum + (weights[name] ?? 0) * evidence[name], 0);

/** Returns the log-odds of a candidate by its words alone, and with its meaning as far as the texts are `familiar`, 0 to 1. */
export const scoresOf = (
  evidence: Evidence,
  familiar: number,
): { readonly wordScore: number; readonly score: number } => {
  const wordScore = sumOf(byWords, evidence);
  return { wordScore, score: familiar * sumOf(byMeaning, evidence) + (1 - familiar) * wordScore };
};
