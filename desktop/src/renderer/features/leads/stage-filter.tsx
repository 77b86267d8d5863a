import { leadStages } from '@inbetwin/shared/entities/lead.ts';
import { useTranslation } from 'react-i18next';
import { useOnePane } from '../../base/use-media.ts';
import { Segmented } from '../../ui/fields/segmented.tsx';
import { fieldClass } from '../../ui/fields/text-field.tsx';
import type { LeadView } from './lead-rows.ts';

const stages = ['all', ...leadStages] as const;

type StageFilterProps = { readonly stage: LeadView['stage']; readonly onChange: (stage: LeadView['stage']) => void };

/** Filters by stage: all stages side by side if they fit, otherwise a dropdown. */
export const StageFilter = ({ stage, onChange }: StageFilterProps) => {
  const { t } = useTranslation();
  const onePane = useOnePane();
  const options = stages.map((value) => ({
    value,
    label: value === 'all' ? t('leads.allStages') : t(`leads.stage.${value}`),
  }));
  if (!onePane)
    return <Segmented label={t('leads.column.stage')} value={stage} options={options} onChange={onChange} />;
  return (
    <select
      aria-label={t('leads.column.stage')}
      value={stage}
      onChange={(event) => onChange(stages.find((one) => one === event.target.value) ?? 'all')}
      className={`${fieldClass} h-9 max-w-32 px-2`}
    >
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
};
