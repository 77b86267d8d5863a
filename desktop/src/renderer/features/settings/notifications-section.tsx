import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../base/report-failure.ts';
import {
  type NotificationPermission,
  useNotificationPermission,
} from '../../parts/notifications/notification-permission.ts';
import { type NotificationSettings, useNotificationSettings } from '../../parts/notifications/notification-settings.ts';
import { playNotificationSound } from '../../parts/notifications/notification-sound.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/fields/segmented.tsx';
import { Section } from '../../ui/layout/section.tsx';
import { SettingRow } from './setting-row.tsx';

const ringing = ['waiting', 'mine'] as const satisfies readonly NotificationSettings['rings'][];

/** How this device notifies the person. */
export const NotificationsSection = () => {
  const { t } = useTranslation();
  const { settings, change } = useNotificationSettings();
  const { permission, ask } = useNotificationPermission();
  if (!settings) return null;
  const save = (changed: Partial<NotificationSettings>): void => void change(changed).catch(reportFailure);
  return (
    <Section title={t('notifications.title')}>
      <SettingRow label={t('notifications.notify')} hint={t(`notifications.permission.${permission}`)}>
        <NotifyChoice
          permission={permission}
          isOn={settings.notify}
          onAsk={() => void ask().catch(reportFailure)}
          onChange={(notify) => save({ notify })}
        />
      </SettingRow>
      <SettingRow label={t('notifications.sound')} hint={t('notifications.soundHint')}>
        <span className="flex items-center gap-2">
          <Button onClick={() => void playNotificationSound().catch(reportFailure)}>{t('notifications.tryOut')}</Button>
          <OnOff
            label={t('notifications.sound')}
            of="sound"
            isOn={settings.sound}
            onChange={(sound) => save({ sound })}
          />
        </span>
      </SettingRow>
      <SettingRow label={t('notifications.rings.label')} hint={t('notifications.rings.hint')}>
        <Segmented
          label={t('notifications.rings.label')}
          value={settings.rings}
          options={ringing.map((value) => ({ value, label: t(`notifications.rings.${value}`) }))}
          onChange={(rings) => save({ rings })}
        />
      </SettingRow>
    </Section>
  );
};

type NotifyChoiceProps = {
  readonly permission: NotificationPermission;
  readonly isOn: boolean;
  readonly onAsk: () => void;
  readonly onChange: (isOn: boolean) => void;
};

/**
 * A switch if notifications are permitted, a button to ask for permission before that, and nothing if only the browser's settings can
 * change it.
 */
const NotifyChoice = ({ permission, isOn, onAsk, onChange }: NotifyChoiceProps) => {
  const { t } = useTranslation();
  if (permission === 'unasked') return <Button onClick={onAsk}>{t('notifications.allow')}</Button>;
  if (permission !== 'granted') return <span className="text-caution">{t('notifications.blocked')}</span>;
  return <OnOff label={t('notifications.notify')} of="notifications" isOn={isOn} onChange={onChange} />;
};

type OnOffProps = {
  readonly label: string;
  /** The grammatical gender and number of what the switch controls: in Russian, "on" and "off" agree with it. */
  readonly of: 'notifications' | 'sound';
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
};

const OnOff = ({ label, of, isOn, onChange }: OnOffProps) => {
  const { t } = useTranslation();
  return (
    <Segmented
      label={label}
      value={isOn ? 'on' : 'off'}
      options={[
        { value: 'on', label: t(`notifications.state.${of}.on`) },
        { value: 'off', label: t(`notifications.state.${of}.off`) },
      ]}
      onChange={(chosen) => onChange(chosen === 'on')}
    />
  );
};
