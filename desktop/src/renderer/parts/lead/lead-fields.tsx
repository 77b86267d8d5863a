import { type Lead, leadStages } from '@inbetwin/shared/entities/lead.ts';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { fieldClass } from '../../ui/fields/text-field.tsx';
import { ConflictMark } from '../conflicts/conflict-mark.tsx';
import { LastEdit } from '../conflicts/last-edit.tsx';
import { RecordConflicts } from '../conflicts/record-conflicts.tsx';
import { RefusalNote } from '../refusals/refusal-note.tsx';
import { bantFields } from './lead-change.ts';
import { LeadDetail } from './lead-detail.tsx';
import { useStageChange } from './use-stage-change.ts';

/** The lead's stage, amount, and deal terms. */
export const LeadFields = ({ lead }: { readonly lead: Lead }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const id = useId();
  const changeStage = useStageChange(lead);
  const unknown = <span className="text-faint">{t('leads.field.unknown')}</span>;
  return (
    <LastEdit collection="leads" document={lead}>
      <RecordConflicts collection="leads" document={lead} marked={['/title', '/stage', '/bant', '/amount']} />
      <dl>
        <LeadDetail lead={lead} field="title">
          {lead.title}
        </LeadDetail>
        <div data-field="/stage" className="flex min-h-10 items-start gap-3 border-b border-line py-1">
          <dt className="w-24 shrink-0 text-muted">
            <label htmlFor={id} className="flex min-h-8 items-center max-panes:min-h-10">
              {t('leads.field.stage')}
            </label>
          </dt>
          <dd className="flex min-w-0 flex-1 flex-col items-start gap-1">
            <select
              id={id}
              value={lead.stage}
              onChange={(event) => {
                const stage = leadStages.find((candidate) => candidate === event.target.value);
                if (stage) void changeStage(stage);
              }}
              className={`${fieldClass} h-8 px-2 max-panes:h-10`}
            >
              {leadStages.map((stage) => (
                <option key={stage} value={stage}>
                  {t(`leads.stage.${stage}`)}
                </option>
              ))}
            </select>
            <ConflictMark collection="leads" document={lead} path="/stage" />
            <RefusalNote collection="leads" document={lead} path="/stage" />
          </dd>
        </div>
        <LeadDetail lead={lead} field="amount">
          {lead.amount === undefined ? (
            unknown
          ) : (
            <span className="numbers">{formatMoney(lead.amount, lead.currency, language)}</span>
          )}
        </LeadDetail>
        {bantFields.map((field) => (
          <LeadDetail key={field} lead={lead} field={field}>
            {lead.bant[field] ?? unknown}
          </LeadDetail>
        ))}
      </dl>
    </LastEdit>
  );
};
