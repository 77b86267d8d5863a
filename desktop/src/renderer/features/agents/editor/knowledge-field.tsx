import { Library } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { Segmented } from '../../../ui/fields/segmented.tsx';
import { Section } from '../../../ui/layout/section.tsx';
import { useDocuments } from '../../../workspace/live/use-documents.ts';
import { MAX_SOURCES } from './agent-form.ts';
import type { FieldsPart } from './fields-part.ts';
import { SourcePicker } from './source-picker.tsx';

/** Where the agent looks for answers: in all sources or in selected ones. */
export const KnowledgeField = ({ fields: { knowledge }, problems, disabled, meanwhile, onChange }: FieldsPart) => {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  // Keeps the selection for people who only look at what "all" means.
  const [last, setLast] = useState<readonly string[]>([]);
  const choose = (scope: 'all' | 'chosen'): void => {
    if ((scope === 'all') === (knowledge === undefined)) return;
    setLast(knowledge ?? []);
    onChange({ knowledge: scope === 'all' ? undefined : last });
    setIsOpen(scope === 'chosen' && last.length === 0);
  };
  return (
    <Section title={t('agents.form.knowledge')}>
      {disabled ? (
        <p>{t(knowledge ? 'agents.form.someSources' : 'agents.form.allSources')}</p>
      ) : (
        <Segmented
          label={t('agents.form.knowledge')}
          value={knowledge ? 'chosen' : 'all'}
          options={[
            { value: 'all', label: t('agents.form.allSources') },
            { value: 'chosen', label: t('agents.form.someSources') },
          ]}
          onChange={choose}
        />
      )}
      {meanwhile('knowledge')}
      <p className="text-12 text-muted">
        {t(knowledge ? 'agents.form.someSourcesHint' : 'agents.form.allSourcesHint')}
      </p>
      {knowledge && (
        <>
          <Chosen ids={knowledge} {...(!disabled && { onDrop: (ids) => onChange({ knowledge: ids }) })} />
          {problems.has('knowledge') && (
            <p role="alert" className="text-12 text-danger">
              {knowledge.length === 0 ? t('agents.form.noSource') : t('agents.form.badSources', { count: MAX_SOURCES })}
            </p>
          )}
          {!disabled && (
            <Button className="self-start max-panes:min-h-11" onClick={() => setIsOpen(true)}>
              <Library size={16} aria-hidden />
              {t('agents.form.pickSources')}
            </Button>
          )}
          <SourcePicker
            open={isOpen}
            onOpenChange={setIsOpen}
            chosen={knowledge}
            onChange={(ids) => onChange({ knowledge: ids })}
          />
        </>
      )}
    </Section>
  );
};

const SHOWN = 5;

type ChosenProps = {
  readonly ids: readonly string[];
  /** Removes sources that no longer exist from the selection. */
  readonly onDrop?: (ids: readonly string[]) => void;
};

/** Names the first sources and counts the others; sources that no longer exist are listed separately. */
const Chosen = ({ ids, onDrop }: ChosenProps) => {
  const { t } = useTranslation();
  const found = useDocuments('sources', ids);
  if (!found || ids.length === 0) return null;
  const present = ids.filter((id) => found.has(id));
  const missing = ids.length - present.length;
  const more = present.length - SHOWN;
  return (
    <>
      <ul aria-label={t('agents.form.someSources')} className="flex flex-col">
        {present.slice(0, SHOWN).map((id) => (
          <li key={id} className="min-w-0 truncate border-b border-line py-1 last:border-0">
            {found.get(id)?.title}
          </li>
        ))}
        {more > 0 && <li className="numbers py-1 text-muted">{t('agents.form.moreSources', { count: more })}</li>}
      </ul>
      {missing > 0 && (
        <p className="numbers flex flex-wrap items-center gap-x-2 text-12 text-caution">
          {t('agents.form.missingSources', { count: missing })}
          {onDrop && (
            <Button look="quiet" onClick={() => onDrop(present)}>
              {t('agents.form.dropMissing')}
            </Button>
          )}
        </p>
      )}
    </>
  );
};
