import type { DocumentOf, EditedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { Edits } from '@inbetwin/shared/ports/collection.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../base/report-failure.ts';
import { Editable } from '../../ui/fields/editable.tsx';
import type { Synced } from '../conflicts/conflicts.ts';
import { SyncedDetail } from '../conflicts/synced-detail.tsx';
import { ChangedMeanwhile } from './changed-meanwhile.tsx';
import { UnsavedNote } from './unsaved-note.tsx';
import { useDiscard } from './use-discard.ts';
import { useForm } from './use-form.ts';

type TextDetailProps<N extends EditedCollection, T> = {
  readonly collection: N;
  readonly document: T;
  /** The path of the field within the document. */
  readonly path: string;
  readonly label: string;
  readonly isLong?: boolean;
  readonly mayEdit: boolean;
  /** Returns the field as editable text. */
  readonly read: (document: T) => string;
  /** Returns the document with this text, or a message about what is wrong with it. Pure. */
  readonly change: (document: T, text: string) => T | string;
  /** Returns `current` with this field as in `before`. Pure. */
  readonly putBack: (before: T, current: T) => T;
  readonly write: (...edits: Edits<T>) => Promise<T>;
  /** Called after the person has saved, but not after an undo. */
  readonly onSaved?: () => void;
  /** The value as it is shown while it is not being edited. */
  readonly children: ReactNode;
};

/** A field of a document that can be edited in place; saving can be undone. */
export const TextDetail = <N extends EditedCollection, T extends DocumentOf<N> & Synced>(
  props: TextDetailProps<N, T>,
) => {
  const { collection, document, path, label, isLong = false, mayEdit, children } = props;
  const { t } = useTranslation();
  const { form, problemOf, save } = useTextForm(props);
  const discard = useDiscard();
  const field = { collection, document, path };
  return (
    <SyncedDetail {...field} label={label}>
      <Editable
        label={label}
        action={t('forms.edit', { field: label })}
        value={form.fields.text}
        onChange={(text) => form.change({ text })}
        mayEdit={mayEdit}
        isChanged={form.isChanged}
        problemOf={problemOf}
        isLong={isLong}
        onCancel={() => discard(form)}
        onSave={save}
        note={
          <>
            <UnsavedNote form={form} discards={false} />
            <ChangedMeanwhile form={form} name="text" {...field} />
          </>
        }
      >
        {children}
      </Editable>
    </SyncedDetail>
  );
};

/** The form of one text. `save` resolves to whether it was stored. */
const useTextForm = <N extends EditedCollection, T extends DocumentOf<N> & Synced>({
  collection,
  document,
  path,
  read,
  change,
  putBack,
  write,
  onSaved,
}: TextDetailProps<N, T>) => {
  const { t } = useTranslation();
  const form = useForm<T, { readonly text: string }>(
    document,
    {
      read: (shown) => ({ text: read(shown) }),
      // An invalid value changes nothing; the form has already shown the problem.
      write: (shown, { text = '' }) => {
        const changed = change(shown, text);
        return typeof changed === 'string' ? shown : changed;
      },
    },
    { collection, id: document.id, part: path },
  );
  const writeWithUndo = async (...edits: Edits<T>): Promise<T> => {
    const [{ shown }] = edits;
    const saved = await write(...edits);
    const undo = () => write({ shown: saved, next: (current) => putBack(shown, current) });
    toast(t('forms.saved'), { action: { label: t('action.undo'), onClick: () => void undo().catch(reportFailure) } });
    onSaved?.();
    return saved;
  };
  return {
    form,
    problemOf: (text: string): string | undefined => {
      const changed = text === read(document) ? document : change(document, text);
      return typeof changed === 'string' ? changed : undefined;
    },
    save: async (): Promise<boolean> => {
      try {
        await form.save(writeWithUndo);
        return true;
      } catch (error) {
        reportFailure(error);
        return false;
      }
    },
  };
};
