import type { Work } from '@inbetwin/shared/entities/work.ts';
import type { Approval } from '@inbetwin/shared/entities/work-kinds/approval.ts';
import { useState } from 'react';
import type { Decision } from '../../parts/approvals/decide.ts';
import { type Form, useForm } from '../../parts/forms/use-form.ts';
import { type Draft, draftOf } from './arguments/argument-draft.ts';
import { argumentShapeOf, readArguments } from './arguments/tool-arguments.ts';
import { useDecision } from './use-decision.ts';

/** What a person can change before deciding. */
export type DecisionFields = { readonly arguments: Draft; readonly reason: string };

type Deciding = {
  readonly form: Form<Work, DecisionFields>;
  /** Decides and ends the unsaved changes. Resolves to whether the request was still pending. */
  readonly settle: (decision: Decision) => Promise<boolean>;
  readonly isDeciding: boolean;
};

/** The form of a request, stored as a draft until it is decided. */
export const useDecisionForm = ({
  approval,
  about,
}: {
  readonly approval: Work;
  readonly about: Approval;
}): Deciding => {
  const { decide } = useDecision();
  const [isDeciding, setIsDeciding] = useState(false);
  const form = useForm<Work, DecisionFields>(
    approval,
    {
      read: () => ({ arguments: draftOf(argumentShapeOf(about.tool), readArguments(about.arguments)), reason: '' }),
      // A decision is not an edit; it is made by `settle`.
      write: (shown) => shown,
    },
    { collection: 'work', id: approval.id },
  );
  const settle = async (decision: Decision): Promise<boolean> => {
    setIsDeciding(true);
    try {
      return await form.saveBy((draft) => decide(approval, decision, [draft]));
    } finally {
      setIsDeciding(false);
    }
  };
  return { form, settle, isDeciding };
};
