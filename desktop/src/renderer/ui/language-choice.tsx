import { useTranslation } from 'react-i18next';
import { preferences } from '../base/preferences.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { Segmented } from './fields/segmented.tsx';

/** Switches the interface between Russian and English. */
export const LanguageChoice = () => {
  const { t } = useTranslation();
  return (
    <Segmented
      label={t('settings.language')}
      value={useLanguage()}
      options={[
        { value: 'ru', label: t('language.ru') },
        { value: 'en', label: t('language.en') },
      ]}
      onChange={(language) => preferences.set({ language })}
    />
  );
};
