import { useNavigate } from '@tanstack/react-router';
import { FlaskConical } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/layout/empty-state.tsx';
import { useSettings } from '../../../workspace/live/settings-of-kind.ts';
import { LabPane } from '../lab-pane.tsx';
import { QueryList } from './query-list.tsx';
import { rowsOf } from './query-rows.ts';
import { RunBar } from './run-bar.tsx';
import { RunMetrics } from './run-metrics.tsx';
import { useEvaluation } from './use-evaluation.ts';

/** The team's judged queries, and the quality of search measured with them. */
export const SetTab = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const pane = useRef<HTMLDivElement>(null);
  const evaluation = useEvaluation();
  const { kept } = evaluation;
  const judgements = useSettings('judgement');
  if (!judgements) return <LabPane>{null}</LabPane>;
  if (judgements.length === 0) {
    return (
      <EmptyState icon={FlaskConical} text={t('searchLab.list.empty')}>
        <Button look="primary" onClick={() => void navigate({ to: '/knowledge/lab', search: {} })}>
          {t('searchLab.list.begin')}
        </Button>
      </EmptyState>
    );
  }
  const rows = rowsOf(judgements, kept?.last);
  return (
    <LabPane ref={pane}>
      <RunBar evaluation={evaluation} canMeasure={rows.some(({ good }) => good > 0)} queries={rows.length} />
      {kept && <RunMetrics kept={kept} />}
      <QueryList rows={rows} scroller={pane} />
    </LabPane>
  );
};
