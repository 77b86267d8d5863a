import type { Change, Conflict } from '@inbetwin/shared/entities/declaring/sync-fields.ts';
import { valueAt } from '@inbetwin/shared/merge/pointer.ts';
import { diffWords, type Piece } from '@inbetwin/shared/text/diff-words.ts';
import { Check } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Keys } from '../../ui/keys.tsx';
import type { OpenChoice, Synced } from './conflicts.ts';
import { type Field, useFieldWords } from './use-field-words.ts';
import { useWhoWhen } from './use-who-when.ts';

type ValueChoiceProps = {
  readonly field: SyncedField;
  readonly choice: OpenChoice;
  /** Shows long values completely instead of their first lines. */
  readonly whole?: boolean;
  readonly onChoose: (conflictId?: string) => void;
};

type SyncedField = Field & { readonly document: Synced };

type Option = {
  readonly conflict?: Conflict;
  readonly words: string;
  readonly pieces: readonly Piece[];
  readonly by: Change | undefined;
};

/**
 * The conflicting values of a field side by side, the current one first. They can be chosen with the mouse, the keys 1 and 2, or arrows and
 * Enter.
 */
export const ValueChoice = ({ field, choice, whole = false, onChoose }: ValueChoiceProps) => {
  const { label } = useFieldWords();
  const options = useOptions(field, choice);
  const group = useRef<HTMLFieldSetElement>(null);
  const focus = (step: number): void => {
    const buttons = [...(group.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button.matches(':focus'));
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = steps[event.key];
    const chosen = /^Digit[1-9]$/.test(event.code) ? options[Number(event.code.slice(5)) - 1] : undefined;
    if (step === undefined && !chosen) return;
    event.preventDefault();
    event.stopPropagation();
    if (step !== undefined) focus(step);
    else if (chosen) onChoose(chosen.conflict?.id);
  };
  return (
    <fieldset
      ref={group}
      aria-label={label(field)}
      onKeyDown={onKeyDown}
      className="grid grid-cols-[repeat(auto-fit,minmax(min(180px,100%),1fr))] gap-2"
    >
      {options.map((option, at) => (
        <OptionCard
          key={option.conflict?.id ?? 'present'}
          option={option}
          number={at + 1}
          whole={whole}
          onChoose={() => onChoose(option.conflict?.id)}
        />
      ))}
    </fieldset>
  );
};

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

const useOptions = (field: SyncedField, { others }: OpenChoice): readonly Option[] => {
  const { value } = useFieldWords();
  const present = value(field, valueAt(field.document, field.path));
  const compared = others.map((conflict) => {
    const words = value(field, conflict.deleted ? undefined : conflict.value);
    return { conflict, words, ...comparePieces(present, words) };
  });
  const [first] = compared;
  return [
    { words: present, pieces: first?.left ?? [], by: field.document.edits?.[field.path] },
    ...compared.map(({ conflict, words, right }) => ({ conflict, words, pieces: right, by: conflict })),
  ];
};

/** Highlighting differences helps only if most words are equal. */
const comparePieces = (present: string, other: string) => {
  const pieces = diffWords(present, other);
  const isAlike = [...pieces.left, ...pieces.right].some(({ text, differs }) => !differs && text.trim() !== '');
  return isAlike ? pieces : { left: [{ text: present, differs: false }], right: [{ text: other, differs: false }] };
};

type OptionCardProps = {
  readonly option: Option;
  readonly number: number;
  readonly whole: boolean;
  readonly onChoose: () => void;
};

const OptionCard = ({ option: { conflict, words, pieces, by }, number, whole, onChoose }: OptionCardProps) => {
  const { t } = useTranslation();
  const isPresent = conflict === undefined;
  return (
    <div
      className={classNames(
        'flex min-w-0 flex-col gap-1 rounded-card border p-3',
        isPresent ? 'border-line-strong' : 'border-line',
      )}
    >
      <p className="flex items-center gap-1 text-12 text-muted">
        {isPresent && <Check size={12} aria-hidden />}
        {t(isPresent ? 'sync.choice.present' : 'sync.choice.other')}
      </p>
      <p className={classNames('text-14 [overflow-wrap:anywhere] whitespace-pre-wrap', !whole && 'line-clamp-4')}>
        <Pieces pieces={pieces} />
      </p>
      {by && <WhoWhenLine author={by} />}
      <button
        type="button"
        onClick={onChoose}
        className={classNames(buttonClass('plain'), 'mt-auto max-panes:min-h-10')}
      >
        {t(isPresent ? 'sync.choice.keep' : 'sync.choice.take')}
        <span className="sr-only">{words}</span>
        <span aria-hidden>
          <Keys keys={[String(number)]} />
        </span>
      </button>
    </div>
  );
};

const Pieces = ({ pieces }: { readonly pieces: readonly Piece[] }) =>
  pieces.map(({ text, differs }, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text, in their order
    differs ? <Differing key={at} text={text} /> : text,
  );

/** White space after the last word does not count as a difference. */
const Differing = ({ text }: { readonly text: string }) => {
  const words = text.trimEnd();
  return (
    <>
      <mark>{words}</mark>
      {text.slice(words.length)}
    </>
  );
};

const WhoWhenLine = ({ author }: { readonly author: Change }) => {
  const { who, when } = useWhoWhen()(author);
  return (
    <p className="pb-1 text-12 text-muted first-letter:uppercase">
      {who}, <span className="numbers">{when}</span>
    </p>
  );
};
