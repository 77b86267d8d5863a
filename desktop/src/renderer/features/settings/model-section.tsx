import { Quote, Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.ts';
import { Section } from '../../ui/layout/section.tsx';
import { useTeamSetting } from '../../workspace/live/use-team-setting.ts';

/** Says what answers the customers: a language model or the rules. */
export const ModelSection = () => {
  const { t } = useTranslation();
  const team = useTeamSetting();
  const { isLocal } = useSession();
  const Icon = team?.model ? Sparkles : Quote;
  const words = (): readonly [string, string?] => {
    if (!team) return [t(isLocal ? 'local.needs.model' : 'settings.model.unknown')];
    if (team.model === null) return [t('settings.model.none'), t('settings.model.noneHint')];
    return [t('settings.model.some', { name: team.model }), t('settings.model.someHint')];
  };
  const [title, hint] = words();
  return (
    <Section title={t('settings.section.model')}>
      <div className="flex gap-3 rounded-card bg-agent-soft px-4 py-3">
        <Icon size={16} aria-hidden className="mt-0.5 shrink-0 text-agent" />
        <div className="min-w-0 [overflow-wrap:anywhere]">
          <p className="font-medium">{title}</p>
          {hint && <p className="text-muted">{hint}</p>}
        </div>
      </div>
    </Section>
  );
};
