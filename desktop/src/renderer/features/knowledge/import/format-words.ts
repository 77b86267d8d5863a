import { fileFormats, readableExtensions } from '@inbetwin/shared/knowledge/formats/registry.ts';
import { useTranslation } from 'react-i18next';
import { wordFor } from '../../../i18n/i18n.ts';
import { useLanguage } from '../../../i18n/use-language.ts';

/** The readable formats as text: "Text, Markdown, or CSV …". */
export const useFormatNames = (): string => {
  const language = useLanguage();
  const names = Object.keys(fileFormats).map((name) => wordFor('knowledge.format', name) ?? name);
  return new Intl.ListFormat(language, { type: 'disjunction' }).format(names);
};

/** Explains why an import failed. */
export const useImportError = (): ((code: string) => string) => {
  const { t } = useTranslation();
  return (code) => {
    const words = wordFor('knowledge.error', code) ?? wordFor('device.failed', code) ?? t('knowledge.error.other');
    if (code !== 'knowledge.unsupported_type') return words;
    return `${words} ${t('knowledge.formatsOnly', { extensions: readableExtensions.join(', ') })}`;
  };
};
