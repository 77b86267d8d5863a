import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { fieldClass } from '../../ui/text-field.tsx';

type FactFormProps = {
  readonly label: string;
  readonly value: string;
  readonly onSave: (value: string) => void;
  readonly onCancel: () => void;
};

/** Corrects a fact where it stands. */
export const FactForm = ({ label, value, onSave, onCancel }: FactFormProps) => {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const corrected = text.trim();
  return (
    <form
      className="flex min-w-0 flex-1 flex-col gap-2 pb-1"
      onSubmit={(event) => {
        event.preventDefault();
        if (corrected !== '') onSave(corrected);
      }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: it opens because the person asked to write here
        autoFocus
        value={text}
        maxLength={1000}
        aria-label={`${label}: ${t('contacts.twin.value')}`}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onCancel();
        }}
        className={`${fieldClass} h-8 px-2`}
      />
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={corrected === ''}>
          {t('action.save')}
        </Button>
        <Button onClick={onCancel}>{t('action.cancel')}</Button>
      </div>
    </form>
  );
};
