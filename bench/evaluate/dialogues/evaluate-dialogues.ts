import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { sideBySide } from '../scenes/side-by-side.ts';
import type { Dialogue, Expectation, Turn } from './dialogue.ts';
import { judgeSoundness, judgeTurn } from './judge-turn.ts';
import { playDialogue, type Voice } from './play-dialogue.ts';

/** The result of one dialogue. */
export type Verdict = {
  readonly name: string;
  readonly category: string;
  /** `not-applicable`: nothing is expected of this voice. */
  readonly result: 'passed' | 'failed' | 'not-applicable';
  readonly reasons: readonly string[];
  readonly ms: number;
};

type Count = { readonly passed: number; readonly failed: number; readonly notApplicable: number };

/** The results of one voice over all dialogues. */
export type VoiceReport = Count & {
  readonly model: string;
  /** The share of applicable dialogues that passed, 0 to 1. */
  readonly share: number;
  readonly categories: Readonly<Record<string, Count>>;
  readonly dialogues: readonly Verdict[];
};

type Stage = {
  readonly store: DocumentStore;
  /** Creates a voice per dialogue, because a script belongs to one dialogue. */
  readonly createVoice: () => Voice;
};

/** Plays each dialogue with a team of its own in the store, and judges it by what is expected of this voice. */
export const evaluateDialogues = async (dialogues: readonly Dialogue[], stage: Stage): Promise<VoiceReport> => {
  const verdicts = await sideBySide(dialogues, (dialogue) =>
    evaluateDialogue(dialogue, { store: stage.store, voice: stage.createVoice() }),
  );
  const count = countOf(verdicts);
  const categories = [...new Set(verdicts.map(({ category }) => category))];
  return {
    model: stage.createVoice().model.name,
    ...count,
    share: count.passed + count.failed === 0 ? 1 : count.passed / (count.passed + count.failed),
    categories: Object.fromEntries(
      categories.map((name) => [name, countOf(verdicts.filter(({ category }) => category === name))]),
    ),
    dialogues: verdicts,
  };
};

const countOf = (verdicts: readonly Verdict[]): Count => {
  const count = (wanted: Verdict['result']) => verdicts.filter(({ result }) => result === wanted).length;
  return { passed: count('passed'), failed: count('failed'), notApplicable: count('not-applicable') };
};

type Play = { readonly store: DocumentStore; readonly voice: Voice };

const evaluateDialogue = async (dialogue: Dialogue, { store, voice }: Play): Promise<Verdict> => {
  const { name, category, turns } = dialogue;
  const began = performance.now();
  const told = { name, category };
  const expectations = turns.map((turn) => expectedOf(turn, voice));
  if (expectations.every((all) => all.length === 0)) {
    return { ...told, result: 'not-applicable', reasons: [], ms: 0 };
  }
  // Turns after the last one with expectations need not be played.
  const played = { ...dialogue, turns: turns.slice(0, expectations.findLastIndex((all) => all.length > 0) + 1) };
  const reasons = await reasonsOf(played, { store, voice });
  const ms = Math.round(performance.now() - began);
  return { ...told, result: reasons.length === 0 ? 'passed' : 'failed', reasons, ms };
};

const reasonsOf = async (dialogue: Dialogue, { store, voice }: Play): Promise<readonly string[]> => {
  const teamId = `${voice.name}-${dialogue.name}`;
  try {
    const happened = await playDialogue(dialogue, { store, teamId, voice });
    return happened.flatMap((each, at) => {
      const expected = expectedOf(dialogue.turns[at] ?? {}, voice);
      const wrong = [
        ...judgeSoundness(each, voice.name === 'no-model'),
        ...expected.flatMap((one) => judgeTurn(one, each)),
      ];
      return wrong.map((reason) => `turn ${at + 1}: ${reason}`);
    });
  } catch (error) {
    return [`it broke off: ${error instanceof Error ? error.message : String(error)}`];
  }
};

const expectedOf = ({ expect = [] }: Turn, { name }: Voice): readonly Expectation[] =>
  [expect].flat().filter(({ when }) => when === 'any' || (when === 'no-model') === (name === 'no-model'));
