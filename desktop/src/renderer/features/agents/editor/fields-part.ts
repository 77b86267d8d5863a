import type { ReactNode } from 'react';
import type { AgentChanges, AgentFields } from './agent-form.ts';

/** What a part of an agent's form needs to show fields and report changes. */
export type FieldsPart = {
  readonly fields: AgentFields;
  readonly problems: ReadonlySet<keyof AgentFields>;
  /** True for people who may not change the agent. */
  readonly disabled: boolean;
  /** Renders a note below a field that was changed elsewhere while it was being edited here. */
  readonly meanwhile: (name: keyof AgentFields) => ReactNode;
  readonly onChange: (changes: AgentChanges) => void;
};
