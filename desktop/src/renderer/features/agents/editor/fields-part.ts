import type { ReactNode } from 'react';
import type { AgentChanges, AgentFields } from './agent-form.ts';

/** What a part of an agent's fields shows, and how it tells what was changed. */
export type FieldsPart = {
  readonly fields: AgentFields;
  readonly problems: ReadonlySet<keyof AgentFields>;
  /** Who may not change it reads it. */
  readonly disabled: boolean;
  /** Below a field: what it was changed to elsewhere while it was being changed here. */
  readonly meanwhile: (name: keyof AgentFields) => ReactNode;
  readonly onChange: (changes: AgentChanges) => void;
};
