import { newSetting, type Setting } from '@inbetwin/shared/entities/setting.ts';
import { REPLY_STYLE_ID } from '@inbetwin/shared/entities/setting-kinds/reply-style.ts';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../../base/report-failure.ts';
import { useForm } from '../../../parts/forms/use-form.ts';
import { useWorkspace } from '../../../workspace/live/use-live.ts';
import { fieldsOf, isSound, type StyleFields, withChanges } from './style-form.ts';

const nothingSet = newSetting({ kind: 'reply-style' });

/** The form of how a team talks. */
export type StyleEditing = ReturnType<typeof useStyleForm>;

/** The form of how a team talks, which saves itself. `setting` is null until somebody has set something. */
export const useStyleForm = (setting: Setting | null) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const document = setting ?? nothingSet;
  const form = useForm<Setting, StyleFields>(
    document,
    {
      read: ({ replyStyle = {} }) => fieldsOf(replyStyle),
      write: (shown, changes) => ({ ...shown, replyStyle: withChanges(shown.replyStyle ?? {}, changes) }),
    },
    { collection: 'settings', id: REPLY_STYLE_ID },
  );
  const save = (): void => {
    const isNew = setting === null;
    form
      .save((first, ...others) => workspace.documents.settings.edit({ ...first, isNew }, ...others))
      .then(() => toast(t('wording.saved')))
      .catch(reportFailure);
  };
  return { form, document, save, isSound: isSound(form.fields) };
};
