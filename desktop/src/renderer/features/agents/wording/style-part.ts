import type { ReactNode } from 'react';
import type { StyleChanges, StyleField, StyleFields } from './style-form.ts';

/** What a part of the form needs to show fields and report changes. */
export type StylePart = {
  readonly fields: StyleFields;
  /** True for people who may not change how the team talks. */
  readonly disabled: boolean;
  /** Renders a note below a field that was changed elsewhere while it was being edited here. */
  readonly meanwhile: (name: StyleField) => ReactNode;
  readonly onChange: (changes: StyleChanges) => void;
};
