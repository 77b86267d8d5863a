import { useTranslation } from 'react-i18next';
import { preferences, themes, usePreferences } from '../../base/preferences.ts';
import { Segmented } from '../../ui/fields/segmented.tsx';
import { LanguageChoice } from '../../ui/language-choice.tsx';
import { Section } from '../../ui/layout/section.tsx';
import { SettingRow } from './setting-row.tsx';

export const AppearanceSection = () => {
  const { t } = useTranslation();
  const { theme, singleKeys } = usePreferences();
  return (
    <Section title={t('settings.section.appearance')}>
      <SettingRow label={t('settings.theme.label')}>
        <Segmented
          label={t('settings.theme.label')}
          value={theme}
          options={themes.map((value) => ({ value, label: t(`settings.theme.${value}`) }))}
          onChange={(chosen) => preferences.set({ theme: chosen })}
        />
      </SettingRow>
      <SettingRow label={t('settings.language')}>
        <LanguageChoice />
      </SettingRow>
      <SettingRow label={t('settings.singleKeys')} hint={t('settings.singleKeysHint')}>
        <Segmented
          label={t('settings.singleKeys')}
          value={singleKeys ? 'on' : 'off'}
          options={[
            { value: 'on', label: t('settings.on') },
            { value: 'off', label: t('settings.off') },
          ]}
          onChange={(chosen) => preferences.set({ singleKeys: chosen === 'on' })}
        />
      </SettingRow>
    </Section>
  );
};
