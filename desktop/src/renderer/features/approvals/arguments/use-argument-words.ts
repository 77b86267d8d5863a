import type { CatalogItem } from '@inbetwin/shared/entities/catalog-item.ts';
import { findItem } from '@inbetwin/shared/orders/read-catalog.ts';
import { useTranslation } from 'react-i18next';
import { formatFull } from '../../../i18n/format.ts';
import { wordFor } from '../../../i18n/i18n.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { useFieldWords } from '../../../parts/conflicts/use-field-words.ts';

const LOCAL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/** Texts for the arguments of tools. */
export type ArgumentWords = {
  /** The display name of an argument. */
  readonly label: (name: string) => string;
  readonly value: (name: string, value: unknown) => string;
};

/** The texts in the interface language. */
export const useArgumentWords = (catalog: readonly CatalogItem[] | undefined): ArgumentWords => {
  const { t } = useTranslation();
  const language = useLanguage();
  const fieldWords = useFieldWords();
  const fieldOf = (name: string) => ({ collection: 'work' as const, document: {}, path: `/${name}` });
  return {
    label: (name) => wordFor('approvals.field', name) ?? fieldWords.label(fieldOf(name)),
    value: (name, value) => {
      if (name === 'product' && catalog) return findItem(catalog, String(value))?.title ?? String(value);
      if (typeof value === 'string' && LOCAL_TIME.test(value)) return formatFull(new Date(value).getTime(), language);
      if (value === undefined || value === '') return t('sync.value.none');
      return fieldWords.value(fieldOf(name), value);
    },
  };
};
