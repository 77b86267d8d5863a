import { useState } from 'react';
import type { Edits } from '../database/edit-document.ts';
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
  takeStored,
} from './form-state.ts';

export type Form<T, F> = {
  /** What stands in the fields: what the person has changed, and else what is stored. */
  readonly fields: F;
  readonly changes: Partial<F>;
  readonly isChanged: boolean;
  change(changes: Partial<F>): void;
  /** The field was changed elsewhere since the person began to change it here: `ChangedMeanwhile` tells and asks. */
  isOvertaken(name: keyof F): boolean;
  keepOwn(name: keyof F): void;
  takeStored(name: keyof F): void;
  /** As it is stored. */
  reset(): void;
  /** Saves what was changed through `write`, which gets it as edits and resolves with the stored document. */
  save(write: (...edits: Edits<T>) => Promise<T>): Promise<void>;
};

/**
 * A form over a live document. Whoever changes a field changes it against what was shown just then, and saving says so
 * (`editDocument`); fields that they leave alone follow the document and are not written.
 */
export const useForm = <T extends object, F extends object>(document: T, shape: FormShape<T, F>): Form<T, F> => {
  const [state, setState] = useState<FormState<T, F>>({});
  const changes = changesIn(state);
  return {
    fields: fieldsOf(shape, document, state),
    changes,
    isChanged: Object.keys(changes).length > 0,
    change: (next) => setState((known) => changeFields(shape, { state: known, document }, next)),
    isOvertaken: (name) => isOvertaken(shape, { state, document }, name),
    keepOwn: (name) => setState((known) => keepOwn(known, name, document)),
    takeStored: (name) => setState((known) => takeStored(known, name)),
    reset: () => setState({}),
    save: async (write) => {
      const [first, ...others] = editsIn(shape, state);
      if (!first) return;
      const stored = await write(first, ...others);
      setState((known) => afterSaving(known, state, stored));
    },
  };
};
