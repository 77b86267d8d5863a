/** The evidence for a candidate: shares of the question, by rarity, and other numbers from 0 to 1. */
export type Evidence = {
  /** What the statement covers, what the one before it covers besides, and what the one behind it covers besides. */
  readonly own: number;
  readonly before: number;
  readonly behind: number;
  /** Full-text score of the passage as a fraction of the best one's. */
  readonly passage: number;
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
};

/**
 * Weights for choosing a sentence, as log-odds: conditional logit over the sentences of the passages found, see
 * decisions 8 and 61.
 */
export const evidenceWeights: Readonly<Record<keyof Evidence, number>> = {
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
  meaning: 16,
};

const evidenceNames = Object.keys(evidenceWeights) as readonly (keyof Evidence)[];

/** Returns the log-odds of a candidate. */
export const scoreOf = (evidence: Evidence): number =>
  evidenceNames.reduce((sum, name) => sum + evidenceWeights[name] * evidence[name], 0);
