import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { LanguageSelect } from '../../../parts/knowledge/language-select.tsx';
import { fieldClass } from '../../../ui/fields/text-field.tsx';
import type { KnowledgeAddress } from './knowledge-address.ts';

const selectClass = `${fieldClass} h-8 w-auto max-w-44 px-2 text-13 max-panes:h-10 max-panes:max-w-full max-panes:flex-1 max-panes:basis-36`;

/** Changes one part of the search. */
export const useSearchFilter = () => {
  const navigate = useNavigate();
  const filter = useSearch({ from: '/knowledge' });
  const change = (next: { readonly [Field in keyof KnowledgeAddress]?: KnowledgeAddress[Field] | undefined }): void => {
    const search = (present: KnowledgeAddress): KnowledgeAddress => {
      const { q, language, product, all } = { ...present, ...next };
      return { ...(q && { q }), ...(language && { language }), ...(product && { product }), ...(all && { all }) };
    };
    void navigate({ to: '/knowledge', search, replace: true });
  };
  return [filter, change] as const;
};

/** Filters a search by language and product; sources that are not valid now are excluded by default. */
export const SearchFilters = ({ products }: { readonly products: readonly string[] }) => {
  const { t } = useTranslation();
  const [{ language, product, all }, change] = useSearchFilter();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <LanguageSelect
        label={t('knowledge.language')}
        any={t('knowledge.allLanguages')}
        value={language}
        onChange={(chosen) => change({ language: chosen })}
        className={selectClass}
      />
      {(products.length > 0 || product !== undefined) && (
        <select
          aria-label={t('knowledge.product')}
          value={product ?? ''}
          onChange={(event) => change({ product: event.target.value || undefined })}
          className={selectClass}
        >
          <option value="">{t('knowledge.allProducts')}</option>
          {withChosen(products, product).map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      )}
      <label className="inline-flex min-h-8 items-center gap-2 text-13 max-panes:min-h-10">
        <input
          type="checkbox"
          checked={!all}
          onChange={(event) => change({ all: event.target.checked ? undefined : true })}
          className="size-4 accent-accent"
        />
        {t('knowledge.onlyValid')}
      </label>
    </div>
  );
};

/** A link may name a product that no source has any more. */
const withChosen = (products: readonly string[], chosen: string | undefined): readonly string[] =>
  chosen === undefined || products.includes(chosen) ? products : [chosen, ...products];
