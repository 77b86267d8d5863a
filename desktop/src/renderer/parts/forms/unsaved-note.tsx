import { type ReactNode, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../base/use-now.ts';
import { formatFull, formatMoment } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { useDiscard } from './use-discard.ts';
import type { Form } from './use-form.ts';

type UnsavedNoteProps = {
  readonly form: Pick<Form<never, never>, 'isChanged' | 'leftAt' | 'changedAt' | 'reset'>;
  /** The fields are not visible, so unsaved changes are mentioned even if the form was not left. */
  readonly isClosed?: boolean;
  /** False if a button next to it already discards the changes. */
  readonly discards?: boolean;
  /** Further actions. */
  readonly children?: ReactNode;
  readonly className?: string;
};

/** Says that the form was left with unsaved changes and when, or that changes could not be stored on this device. */
export const UnsavedNote = ({ form, isClosed = false, discards = true, children, className }: UnsavedNoteProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const { forms } = useWorkspace();
  const failure = useSyncExternalStore(forms.subscribe, forms.failure);
  const discard = useDiscard();
  const { isChanged, leftAt, changedAt } = form;
  const at = isClosed ? changedAt : leftAt;
  if (!isChanged || (at === undefined && failure === undefined)) return null;
  return (
    <div
      role="status"
      className={classNames(
        'flex flex-wrap items-center gap-x-3 gap-y-1 rounded-control bg-caution-soft py-1 pr-1 pl-3 text-12',
        className,
      )}
    >
      <p className="min-w-32 flex-1 py-1 text-caution">
        {at !== undefined && (
          <span title={formatFull(at, language)}>
            {t('forms.unsaved', { when: formatMoment({ at, now, language }, t) })}
          </span>
        )}
        {failure !== undefined && <span className="block text-danger">{t('forms.notKept')}</span>}
      </p>
      <div className="flex flex-wrap gap-x-1">
        {children}
        {discards && (
          <Button look="quiet" className="max-panes:min-h-11" onClick={() => discard(form)}>
            {t('forms.discard')}
          </Button>
        )}
      </div>
    </div>
  );
};
