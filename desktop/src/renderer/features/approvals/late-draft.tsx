import type { Work } from '@inbetwin/shared/entities/work.ts';
import { useTranslation } from 'react-i18next';
import { useDiscard } from '../../parts/forms/use-discard.ts';
import type { Form } from '../../parts/forms/use-form.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ArgumentList } from './arguments/argument-list.tsx';
import { valuesOf } from './arguments/tool-arguments.ts';
import type { DecisionFields } from './use-decision-form.ts';

type LateDraftProps = { readonly form: Form<Work, DecisionFields>; readonly tool: string };

/** The unsaved changes of a person whose request was decided by somebody else. Renders nothing otherwise. */
export const LateDraft = ({ form, tool }: LateDraftProps) => {
  const { t } = useTranslation();
  const discard = useDiscard();
  const { changes, isChanged } = form;
  if (!isChanged) return null;
  return (
    <Notice tone="caution" title={t('approvals.draft.late')} live>
      {changes.arguments !== undefined && (
        <>
          <p className="pb-1">{t('approvals.draft.changed')}</p>
          <ArgumentList tool={tool} args={valuesOf(tool, changes.arguments)} />
        </>
      )}
      {changes.reason && <p>{t('approvals.refusedBecause', { reason: changes.reason })}</p>}
      <Button className="mt-2 max-panes:min-h-11" onClick={() => discard(form)}>
        {t('forms.discard')}
      </Button>
    </Notice>
  );
};
