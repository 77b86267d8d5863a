import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button.tsx';
import { classNames } from '../class-names.ts';
import { fieldClass } from './text-field.tsx';

type InlineFormProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Allows multiple lines; Shift+Enter inserts a line break. */
  readonly isLong?: boolean;
  /** Describes what is wrong with the text; undefined if it can be saved. */
  readonly problemOf: (text: string) => string | undefined;
  /** Focuses the field, because the person asked to edit it. */
  readonly takesFocus: boolean;
  readonly onSave: () => void;
  readonly onCancel: () => void;
  /** Shown below the field. */
  readonly note?: ReactNode;
};

/** Edits a value in place: Enter saves, Escape cancels. */
export const InlineForm = (props: InlineFormProps) => {
  const { label, value, onChange, isLong = false, problemOf, takesFocus, onSave, onCancel, note } = props;
  const { t } = useTranslation();
  const id = useId();
  const [isTried, setIsTried] = useState(false);
  const problem = problemOf(value);
  const save = (): void => {
    setIsTried(true);
    if (problem === undefined) onSave();
  };
  const field = {
    autoFocus: takesFocus,
    value,
    'aria-label': label,
    'aria-invalid': isTried && problem !== undefined,
    'aria-describedby': isTried && problem !== undefined ? id : undefined,
    onChange: (event: { readonly target: { readonly value: string } }) => onChange(event.target.value),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        onCancel();
      }
      // Enter that completes an IME composition does not submit.
      if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
      event.preventDefault();
      save();
    },
  };
  return (
    <form
      className="flex min-w-0 flex-1 flex-col gap-2 pb-1"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {isLong ? (
        <textarea {...field} rows={3} className={classNames(fieldClass, 'px-2 py-1')} />
      ) : (
        <input {...field} className={classNames(fieldClass, 'h-8 px-2 max-panes:h-11')} />
      )}
      {isTried && problem !== undefined && (
        <p ref={scrollIntoSight} id={id} role="alert" className="text-12 text-danger">
          {problem}
        </p>
      )}
      {note}
      <div className="flex gap-2">
        <Button type="submit" look="primary">
          {t('action.save')}
        </Button>
        <Button onClick={onCancel}>{t('action.cancel')}</Button>
      </div>
    </form>
  );
};

/** On a phone the message would be below the edge of the screen. */
const scrollIntoSight = (problem: HTMLElement | null): void => problem?.scrollIntoView?.({ block: 'nearest' });
