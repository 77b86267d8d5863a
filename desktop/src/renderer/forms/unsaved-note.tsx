import { type ReactNode, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../app/use-now.ts';
import { useWorkspace } from '../database/use-live.ts';
import { formatFull, formatMoment } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { useDiscard } from './use-discard.ts';
import type { Form } from './use-form.ts';

type UnsavedNoteProps = {
  readonly form: Pick<Form<never, never>, 'isChanged' | 'leftAt' | 'reset'>;
  /** Other ways on, beside discarding the changes. */
  readonly children?: ReactNode;
  readonly className?: string;
};

/** Says that the form was left with changes that are not saved, and when; and that changes could not be kept on the device. */
export const UnsavedNote = ({ form, children, className }: UnsavedNoteProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const { forms } = useWorkspace();
  const failure = useSyncExternalStore(forms.subscribe, forms.failure);
  const discard = useDiscard();
  const { isChanged, leftAt } = form;
  if (!isChanged || (leftAt === undefined && failure === undefined)) return null;
  return (
    <div
      role="status"
      className={classNames(
        'flex flex-wrap items-center gap-x-3 gap-y-1 rounded-control bg-caution-soft py-1 pr-1 pl-3 text-12',
        className,
      )}
    >
      <p className="min-w-32 flex-1 py-1 text-caution">
        {leftAt !== undefined && (
          <span title={formatFull(leftAt, language)}>
            {t('forms.unsaved', { when: formatMoment({ at: leftAt, now, language }, t) })}
          </span>
        )}
        {failure !== undefined && <span className="block text-danger">{t('forms.notKept')}</span>}
      </p>
      <div className="flex flex-wrap gap-x-1">
        {children}
        <Button look="quiet" className="max-panes:min-h-11" onClick={() => discard(form)}>
          {t('forms.discard')}
        </Button>
      </div>
    </div>
  );
};
