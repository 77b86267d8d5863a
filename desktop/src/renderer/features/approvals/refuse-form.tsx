import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { fieldClass } from '../../ui/fields/text-field.tsx';
import { Keys } from '../../ui/keys.tsx';

const MAX_REASON = 1000;

type RefuseFormProps = {
  readonly reason: string;
  readonly onChange: (reason: string) => void;
  readonly onRefuse: (reason: string) => void;
  readonly onLeave: () => void;
  /** Shown above the field. */
  readonly note: ReactNode;
};

/** Asks for the reason of a refusal: Enter refuses, Escape leaves the request pending. */
export const RefuseForm = ({ reason, onChange, onRefuse, onLeave, note }: RefuseFormProps) => {
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const excess = reason.trim().length - MAX_REASON;
  useEffect(() => field.current?.focus(), []);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (excess <= 0) onRefuse(reason.trim().toWellFormed());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onLeave();
    }
    // Enter that completes an IME composition does not submit.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) submit(event);
  };
  return (
    <form className="flex shrink-0 flex-col gap-2 border-t border-line px-6 py-3 max-panes:px-3" onSubmit={submit}>
      {note}
      <label htmlFor={id} className="text-13 font-medium">
        {t('approvals.reason.label')}
      </label>
      <textarea
        ref={field}
        id={id}
        rows={2}
        value={reason}
        aria-describedby={`${id}-hint`}
        aria-invalid={excess > 0}
        onChange={({ target }) => onChange(target.value)}
        onKeyDown={onKeyDown}
        className={classNames(fieldClass, 'field-sizing-content max-h-40 px-2 py-1.5 text-14')}
      />
      <p id={`${id}-hint`} className={classNames('text-12', excess > 0 ? 'text-danger' : 'text-muted')}>
        {excess > 0 ? t('approvals.reason.tooLong', { count: excess }) : t('approvals.reason.hint')}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="danger" disabled={excess > 0} className="max-panes:min-h-11">
          {t('approvals.refuse')}
          <Keys keys={['Enter']} />
        </Button>
        <Button onClick={onLeave} className="max-panes:min-h-11">
          {t('approvals.backToRequest')}
          <Keys keys={['Esc']} />
        </Button>
      </div>
    </form>
  );
};
