import type { Edits } from '@inbetwin/shared/ports/collection.ts';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { reportFailure } from '../../base/report-failure.ts';
import { type FormPlace, formKeyOf } from '../../database/stored-form-drafts.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import {
  afterSaving,
  changeFields,
  changesIn,
  editsIn,
  type FormShape,
  type FormState,
  fieldsOf,
  isOvertaken,
  keepOwn,
  stateIn,
  takeStored,
} from './form-state.ts';

/** A form over a stored document. */
export type Form<T, F> = {
  /** The values to show: the person's changes over the stored document. */
  readonly fields: F;
  readonly changes: Partial<F>;
  readonly isChanged: boolean;
  /** Time of the last change if the form was left with unsaved changes, in ms since the epoch. */
  readonly leftAt: number | undefined;
  /** Time of the last unsaved change; undefined if there is none. */
  readonly changedAt: number | undefined;
  change(changes: Partial<F>): void;
  /** Whether the field was changed elsewhere since the person began to edit it; `ChangedMeanwhile` shows that. */
  isOvertaken(name: keyof F): boolean;
  keepOwn(name: keyof F): void;
  takeStored(name: keyof F): void;
  /** Discards the changes. Returns a function that restores them. */
  reset(): () => void;
  /**
   * Saves the changes through `write`, which receives them as edits and resolves to the stored document. The edits contain the draft's id,
   * so the write ends the draft.
   */
  save(write: (...edits: Edits<T>) => Promise<T>): Promise<void>;
  /**
   * Saves through a different kind of write, which must end the draft with this id. Resolves as `write` does; the changes stay if it
   * resolves to false or rejects.
   */
  saveBy<R>(write: (draft: string) => Promise<R>): Promise<R>;
};

/**
 * A form over a live document. A changed field records what was shown at that moment, and saving passes it on (`editDocument`); unchanged
 * fields follow the document and are not written. Unsaved changes are stored as a draft on this device and are restored when the form is
 * opened again.
 */
export const useForm = <T extends object, F extends object>(
  document: T,
  shape: FormShape<T, F>,
  place: FormPlace,
): Form<T, F> => {
  const { forms } = useWorkspace();
  const key = formKeyOf(place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of the place
  const at = useMemo(() => place, [key]);
  const draft = useSyncExternalStore(forms.subscribe, () => forms.read(at));
  useEffect(() => {
    forms.open(at).catch(reportFailure);
  }, [forms, at]);
  useEffect(() => () => void forms.flush(), [forms]);

  // The draft may have changed since the last render.
  const read = (): FormState<T, F> => stateIn(shape, document, forms.read(at)?.fields);
  const write = (next: FormState<T, F>): void => forms.write(at, next as Parameters<typeof forms.write>[1]);
  const state = stateIn(shape, document, draft?.fields);
  const changes = changesIn(state);
  return {
    fields: fieldsOf(shape, document, state),
    changes,
    isChanged: Object.keys(changes).length > 0,
    leftAt: draft?.leftAt,
    changedAt: draft?.at,
    change: (next) => write(changeFields(shape, { state: read(), document }, next)),
    isOvertaken: (name) => isOvertaken(shape, { state, document }, name),
    keepOwn: (name) => write(keepOwn(read(), name, document)),
    takeStored: (name) => write(takeStored(read(), name)),
    reset: () => {
      const given = read();
      write({});
      return () => write({ ...given, ...read() });
    },
    save: async (store) => {
      const saved = read();
      const [first, ...others] = editsIn(shape, saved, forms.save(at));
      if (!first) return;
      const stored = await store(first, ...others);
      write(afterSaving(read(), saved, stored));
    },
    saveBy: async (store) => {
      const saved = read();
      const result = await store(forms.save(at));
      if (result !== false) write(afterSaving(read(), saved, document));
      return result;
    },
  };
};
