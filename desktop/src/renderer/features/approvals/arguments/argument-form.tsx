import { type FormEvent, type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../i18n/use-language.ts';
import { Button } from '../../../ui/button.tsx';
import { Keys } from '../../../ui/keys.tsx';
import { type Draft, withDraftAt } from './argument-draft.ts';
import { ArgumentFields } from './argument-fields.tsx';
import type { Problems } from './argument-problems.ts';
import { ProblemNote } from './problem-note.tsx';
import { argumentShapeOf, checkArguments, valuesOf } from './tool-arguments.ts';
import { useArgumentWords } from './use-argument-words.ts';
import { totalOf, useCatalog } from './use-catalog.ts';

const none: Problems = new Map();

const focusFirst = (form: HTMLElement | null): void =>
  form?.querySelector<HTMLElement>('input, select, textarea')?.focus();

type ArgumentFormProps = {
  readonly tool: string;
  /** JSON text, as the agent wrote it. */
  readonly original: string;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  /** Receives the arguments as JSON text, or undefined if nothing was changed. */
  readonly onApprove: (changed: string | undefined) => void;
  readonly onLeave: () => void;
  /** Shown above the fields. */
  readonly note: ReactNode;
};

/** A form for a tool's arguments, generated from and validated by the tool's schema. Ctrl+Enter approves, Escape leaves the form. */
export const ArgumentForm = (props: ArgumentFormProps) => {
  const { tool, original, draft, onChange, onApprove, onLeave, note } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const shape = argumentShapeOf(tool);
  const catalog = useCatalog(tool);
  const words = useArgumentWords(catalog);
  const form = useRef<HTMLFormElement>(null);
  const [isTried, setIsTried] = useState(false);
  const checked = checkArguments(tool, draft, original);
  const total = catalog && totalOf(valuesOf(tool, draft), catalog, language);
  const problems = isTried && !checked.isGood ? checked.problems : none;

  useFocus(form, catalog !== undefined);
  useEscape(onLeave);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setIsTried(true);
    if (checked.isGood) onApprove(checked.changed);
    // After the errors have been rendered.
    else window.requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
  };

  return (
    <form ref={form} noValidate className="flex flex-col gap-3" onSubmit={submit} onKeyDown={onKeyDown}>
      {note}
      <ArgumentFields
        shape={shape}
        name={t('approvals.what')}
        path={[]}
        draft={draft}
        problems={problems}
        words={words}
        catalog={catalog}
        onChange={(path, next) => onChange(withDraftAt(draft, path, next))}
      />
      {catalog && (
        <p className="flex gap-2 text-14">
          <span className="text-muted">{t('approvals.total')}</span>
          <output className="numbers font-semibold">{total ?? '—'}</output>
        </p>
      )}
      <ProblemNote problem={problems.get('')} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" className="max-panes:min-h-11">
          {t(checked.isGood && checked.changed === undefined ? 'approvals.approveSame' : 'approvals.approveChanged')}
          <Keys keys={['Ctrl', 'Enter']} />
        </Button>
        <Button onClick={onLeave} className="max-panes:min-h-11">
          {t('approvals.backToRequest')}
          <Keys keys={['Esc']} />
        </Button>
      </div>
    </form>
  );
};

/** Focuses the first field of the form when it opens. */
const useFocus = (form: RefObject<HTMLFormElement | null>, hasCatalog: boolean): void => {
  useEffect(() => focusFirst(form.current), [form]);

  // Loading the catalog replaces the first field by a choice, which would lose the focus.
  useEffect(() => {
    if (hasCatalog && document.activeElement === document.body) focusFirst(form.current);
  }, [form, hasCatalog]);
};

/** Calls `onLeave` on Escape, unless something else has handled the key. */
const useEscape = (onLeave: () => void): void => {
  // Wherever the focus is: a field that was taken away leaves it nowhere.
  useEffect(() => {
    const leave = (event: globalThis.KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) onLeave();
    };
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  }, [onLeave]);
};
