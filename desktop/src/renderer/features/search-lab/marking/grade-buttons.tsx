import { type Grade, grades } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../../ui/class-names.ts';
import { Keys } from '../../../ui/keys.tsx';
import { gradeLooks } from './grades.ts';

type GradeButtonsProps = {
  /** The accessible name of the group. */
  readonly label: string;
  readonly grade: Grade | undefined;
  readonly showKeys: boolean;
  readonly disabled: boolean;
  readonly onGrade: (grade: Grade) => void;
};

/** Three buttons that grade a passage; the pressed one is the current grade. */
export const GradeButtons = ({ label, grade, showKeys, disabled, onGrade }: GradeButtonsProps) => {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that is seen
    <div role="group" aria-label={label} className="flex flex-wrap gap-1">
      {grades.map((one) => {
        const { word, icon: Icon, ink } = gradeLooks[one];
        const isPressed = one === grade;
        return (
          <button
            key={one}
            type="button"
            disabled={disabled}
            aria-pressed={isPressed}
            onClick={() => onGrade(one)}
            className={classNames(
              'inline-flex min-h-7 items-center gap-1.5 rounded-control border px-2 text-12 transition-colors duration-[120ms] ease-out select-none disabled:pointer-events-none max-panes:min-h-10',
              isPressed
                ? classNames('border-current bg-surface-2 font-medium', ink)
                : 'border-line text-muted hover:bg-surface-2 hover:text-text',
            )}
          >
            <Icon size={14} strokeWidth={isPressed ? 2.5 : 1.75} aria-hidden />
            {t(`searchLab.grade.${word}`)}
            {showKeys && <Keys keys={[String(one)]} />}
          </button>
        );
      })}
    </div>
  );
};
