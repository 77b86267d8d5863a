import { useTranslation } from 'react-i18next';
import type { Problem } from './argument-problems.ts';

/** The text of a field's problem; renders nothing if there is none. */
export const ProblemNote = ({ problem, id }: { readonly problem: Problem | undefined; readonly id?: string }) => {
  const { t } = useTranslation();
  if (!problem) return null;
  return (
    <p id={id} className="text-12 text-danger">
      {t(`approvals.problem.${problem.word}`, { limit: problem.limit ?? 0 })}
    </p>
  );
};
