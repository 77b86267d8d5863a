import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button.tsx';
import { classNames } from '../class-names.ts';
import { fieldClass } from './text-field.tsx';

type InlineFormProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Of several lines; then a new one begins with Shift and Enter. */
  readonly isLong?: boolean;
  /** What is wrong with the text as it stands; undefined: it can be saved. */
  readonly problemOf: (text: string) => string | undefined;
  /** It opens because the person asked to write here. */
  readonly takesFocus: boolean;
  readonly onSave: () => void;
  readonly onCancel: () => void;
  /** Stands below the field. */
  readonly note?: ReactNode;
};

/** Changes a value where it stands: Enter saves, Escape leaves it as it was. */
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
      // A word that is still being composed is not done with Enter.
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

/** On a phone it would stand below the edge of the screen. */
const scrollIntoSight = (problem: HTMLElement | null): void => problem?.scrollIntoView?.({ block: 'nearest' });
