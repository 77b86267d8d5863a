import { useState } from 'react';
import { classNames } from '../../../ui/class-names.ts';
import { fieldClass } from '../../../ui/fields/text-field.tsx';
import { readTime } from './read-time.ts';

type TimeFieldProps = {
  readonly label: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly onChange: (time: string) => void;
};

/** A time of day in the 24 hours of the stored form; the browser's own field follows the browser's language, not the interface's. */
export const TimeField = ({ label, value, disabled, onChange }: TimeFieldProps) => {
  const [typed, setTyped] = useState<string>();
  const take = (text: string): void => {
    const time = readTime(text);
    if (time !== undefined && time !== value) onChange(time);
  };
  return (
    <input
      inputMode="numeric"
      autoComplete="off"
      aria-label={label}
      value={typed ?? value}
      disabled={disabled}
      maxLength={5}
      onChange={({ target }) => {
        setTyped(target.value);
        // Shorter texts may be the beginning of another time.
        if (target.value.length === 5) take(target.value);
      }}
      onBlur={() => {
        if (typed !== undefined) take(typed);
        setTyped(undefined);
      }}
      className={classNames(fieldClass, 'numbers h-8 max-w-20 px-2 text-center text-13 max-panes:h-11')}
    />
  );
};
