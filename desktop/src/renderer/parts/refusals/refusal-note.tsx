import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { valueAt } from '@inbetwin/shared/merge/pointer.ts';
import { CircleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { wordFor } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import type { Synced } from '../conflicts/conflicts.ts';
import { useFieldWords } from '../conflicts/use-field-words.ts';
import { fixing } from './fixing.ts';
import { isWithin } from './refused-path.ts';
import { type Refusal, useRefusal } from './use-refusal.ts';
import { useRestore } from './use-restore.ts';

type RefusalNoteProps = {
  readonly collection: ReplicatedCollection;
  readonly document: Synced;
  /** The note is shown if the server refused this field or one within it. */
  readonly path: string;
  /** Shows the field's name in the note, for places where the name is not next to it. */
  readonly named?: boolean;
};

/**
 * Shown at a field whose change the server refused: the reason, and a button that restores the server's value. Renders nothing elsewhere.
 */
export const RefusalNote = ({ path, named = false, ...record }: RefusalNoteProps) => {
  const refusal = useRefusal(record);
  return refusal && isWithin(refusal.path, path) ? <Note {...refusal} named={named} /> : null;
};

const Note = ({ change, path, named }: Refusal & { readonly named: boolean }) => {
  const { t } = useTranslation();
  const note = useRef<HTMLSpanElement>(null);
  const { label, value } = useFieldWords();
  const restore = useRestore(change);
  const { collection, document, base, rule, code, reason } = change;
  const field = { collection, document, path };
  useEffect(() => {
    if (note.current && fixing.take({ collection, id: change.id })) bringTo(note.current);
  }, [collection, change.id]);
  return (
    <span
      ref={note}
      tabIndex={-1}
      role="note"
      className="mt-1.5 mb-1 flex w-full min-w-0 flex-col items-start gap-1 rounded-control bg-danger-soft px-2 py-1.5 text-12 text-text"
    >
      <span className="flex items-start gap-1.5 font-medium text-danger">
        <CircleAlert size={12} aria-hidden className="mt-0.5 shrink-0" />
        {named && path !== '' ? `${label(field)}: ${t('sync.refused.note')}` : t('sync.refused.note')}
      </span>
      <span className="[overflow-wrap:anywhere]">{wordFor('sync.rule', rule ?? code) ?? reason}</span>
      {restore && (
        <>
          {path !== '' && (
            <span className="line-clamp-2 text-muted [overflow-wrap:anywhere]">
              {t('sync.refused.server')}: {value(field, valueAt(base, path))}
            </span>
          )}
          <Button onClick={restore} className="max-panes:min-h-10">
            {t('sync.refused.restore')}
          </Button>
        </>
      )}
    </span>
  );
};

/** Focuses the field if it can be edited, otherwise the reason. */
const bringTo = (note: HTMLElement): void => {
  const field = note.closest('[data-field]')?.querySelector<HTMLElement>('select, input, textarea');
  note.scrollIntoView({ block: 'center' });
  (field ?? note).focus({ preventScroll: true });
};
