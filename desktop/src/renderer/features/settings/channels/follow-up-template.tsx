import { newSetting, type Setting } from '@inbetwin/shared/entities/setting.ts';
import type { ChannelSetting } from '@inbetwin/shared/entities/setting-kinds/channel.ts';
import { followUpTemplateId } from '@inbetwin/shared/entities/setting-kinds/follow-up-template.ts';
import { placeholdersOf, type Template } from '@inbetwin/shared/entities/template.ts';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../../base/report-failure.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { RecordConflicts } from '../../../parts/conflicts/record-conflicts.tsx';
import { keyOfTemplate, templateOption, useTemplates } from '../../../parts/templates/use-templates.ts';
import { SelectField } from '../../../ui/fields/select-field.tsx';
import { useDocument } from '../../../workspace/live/use-documents.ts';
import { useWorkspace } from '../../../workspace/live/use-live.ts';

/** The customer's name is the only value that a follow-up can fill in. */
const fitsFollowUps = (template: Template): boolean => placeholdersOf(template).length <= 1;

const withTemplate = (setting: Setting, template: Template | undefined): Setting => {
  const { followUpTemplate: _, ...rest } = setting;
  if (!template) return rest;
  const { name, language, body } = template;
  return { ...rest, followUpTemplate: { name, language, body } };
};

/** Selects the template that agents use for follow-ups when the channel accepts no free text any more. */
export const FollowUpTemplate = ({ channel, account }: Pick<ChannelSetting, 'channel' | 'account'>) => {
  const { t } = useTranslation();
  const { documents } = useWorkspace();
  const language = useLanguage();
  const stored = useDocument('settings', followUpTemplateId({ channel, account }));
  const { templates = [] } = useTemplates({ channel, account, language });
  if (stored === undefined) return null;
  const named = stored?.followUpTemplate;
  const listed = templates.filter(fitsFollowUps);
  const isListed = named && listed.some((one) => keyOfTemplate(one) === keyOfTemplate(named));
  const offered = named && !isListed ? [named, ...listed] : listed;

  const choose = (key: string): void => {
    const template = offered.find((one) => keyOfTemplate(one) === key);
    const shown = stored ?? newSetting({ kind: 'follow-up-template', channel, account });
    documents.settings
      .edit({ shown, isNew: stored === null, next: (current) => withTemplate(current, template) })
      .catch(reportFailure);
  };
  return (
    <div className="order-last flex w-full flex-col gap-1">
      <SelectField
        label={t('settings.channels.followUps')}
        value={named ? keyOfTemplate(named) : ''}
        onChange={choose}
        options={[{ value: '', label: t('settings.channels.noFollowUps') }, ...offered.map(templateOption)]}
        className="max-w-96"
      />
      {named && <p className="whitespace-pre-wrap text-12 text-muted [overflow-wrap:anywhere]">{named.body}</p>}
      {stored && <RecordConflicts collection="settings" document={stored} />}
    </div>
  );
};
