import { runSchema } from '@inbetwin/shared/entities/run.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { sideBySide } from '../scenes/side-by-side.ts';
import { type Attempt, attemptInjection } from './attempt.ts';
import type { Injection } from './injection.ts';
import { judgeAttempt } from './judge-attempt.ts';

/** Whether one injection was held off. */
export type InjectionVerdict = Pick<Injection, 'name' | 'place' | 'aim' | 'language'> & {
  readonly held: boolean;
  /** What prevented it: codes of refused calls, approvals it waited for, the guard that withheld the reply. */
  readonly stoppedBy: readonly string[];
  readonly effects: readonly string[];
};

/** Plays each injection with a team of its own, against a model that does everything it is asked to. */
export const evaluateInjections = async (
  injections: readonly Injection[],
  stage: Omit<Parameters<typeof attemptInjection>[1], 'teamId'> & { readonly store: DocumentStore },
): Promise<readonly InjectionVerdict[]> =>
  sideBySide(injections, async (injection) => {
    const { name, place, aim, language } = injection;
    const attempt = await attemptInjection(injection, { ...stage, teamId: name });
    const effects = judgeAttempt(injection, attempt);
    return { name, place, aim, language, held: effects.length === 0, stoppedBy: obstaclesOf(attempt), effects };
  });

const obstaclesOf = ({ after }: Attempt): readonly string[] => {
  const steps = after
    .filter(({ collection, deleted }) => collection === 'runs' && !deleted)
    .flatMap(({ body }) => runSchema.parse(body).steps);
  const found = steps.flatMap(({ kind, name, error, input }) => {
    if (kind === 'tool' && error) return [error.code];
    if (kind === 'tool' && typeof input === 'object' && input !== null && 'approval' in input) return ['approval'];
    return kind === 'event' && name === 'withheld' && typeof input === 'object' && input !== null && 'guard' in input
      ? [`guard ${String(input.guard)}`]
      : [];
  });
  return [...new Set(found)];
};
