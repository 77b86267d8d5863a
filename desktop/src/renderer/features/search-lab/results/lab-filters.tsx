import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { LanguageSelect } from '../../../parts/knowledge/language-select.tsx';
import { fieldClass } from '../../../ui/fields/text-field.tsx';
import { useLive } from '../../../workspace/live/use-live.ts';
import type { LabAddress } from '../lab-address.ts';

const ANY = '';
const selectClass = `${fieldClass} h-8 w-auto max-w-56 px-2 max-panes:h-10 max-panes:flex-1`;

/** Filters for the passages that take part in the ranking. */
export const LabFilters = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { language, source = ANY } = useSearch({ from: '/knowledge/lab' });
  const sources = useLive(({ collections }) => collections.sources.find({ sort: [{ updatedAt: 'asc' }] }), []);
  const choose = (change: (address: LabAddress) => LabAddress): void =>
    void navigate({ to: '/knowledge/lab', search: change, replace: true });
  return (
    <div className="flex gap-2">
      <LanguageSelect
        label={t('searchLab.language')}
        any={t('searchLab.anyLanguage')}
        value={language}
        onChange={(chosen) =>
          choose(({ language: _, ...rest }) => (chosen === undefined ? rest : { ...rest, language: chosen }))
        }
        className={selectClass}
      />
      <select
        aria-label={t('searchLab.source')}
        value={source}
        className={selectClass}
        onChange={({ target }) =>
          choose(({ source: _, ...rest }) => (target.value === ANY ? rest : { ...rest, source: target.value }))
        }
      >
        <option value={ANY}>{t('searchLab.anySource')}</option>
        {sources?.toReversed().map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
};
