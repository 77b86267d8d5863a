import { mayAdminister } from '@inbetwin/shared/contracts/rights.ts';
import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import type { Setting } from '@inbetwin/shared/entities/setting.ts';
import { REPLY_STYLE_ID } from '@inbetwin/shared/entities/setting-kinds/reply-style.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addWordingTexts } from '../../../i18n/add-wording-texts.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { RecordConflicts } from '../../../parts/conflicts/record-conflicts.tsx';
import { ChangedMeanwhile } from '../../../parts/forms/changed-meanwhile.tsx';
import { UnsavedNote } from '../../../parts/forms/unsaved-note.tsx';
import { useDiscard } from '../../../parts/forms/use-discard.ts';
import { useSession } from '../../../session/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Segmented } from '../../../ui/fields/segmented.tsx';
import { Scroller } from '../../../ui/layout/scroller.tsx';
import { Section } from '../../../ui/layout/section.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useDocument } from '../../../workspace/live/use-documents.ts';
import { AgentsHeader } from '../agents-header.tsx';
import { HoursFields } from './hours-fields.tsx';
import { SentenceList } from './sentence-list.tsx';
import { pathOf } from './style-form.ts';
import type { StylePart } from './style-part.ts';
import { TalkPreview } from './talk-preview.tsx';
import { ToneFields } from './tone-fields.tsx';
import { type StyleEditing, useStyleForm } from './use-style-form.ts';

/** How agents talk to customers, with a preview of what is in the form. */
export const WordingScreen = () => {
  useState(addWordingTexts);
  const setting = useDocument('settings', REPLY_STYLE_ID);
  return (
    <div className="flex h-full min-w-0 flex-col bg-surface">
      <AgentsHeader view="wording" />
      {setting !== undefined && <WordingForm setting={setting} />}
    </div>
  );
};

const WordingForm = ({ setting }: { readonly setting: Setting | null }) => {
  const { t } = useTranslation();
  const { team } = useSession();
  const ownLanguage = useLanguage();
  const [language, setLanguage] = useState<Language>(ownLanguage);
  const editing = useStyleForm(setting);
  const { form, document } = editing;
  const isAdmin = team !== undefined && mayAdminister(team.role);
  const part: StylePart = {
    fields: form.fields,
    disabled: !isAdmin,
    meanwhile: (name) => (
      <ChangedMeanwhile
        form={form}
        name={name}
        collection="settings"
        document={document}
        path={pathOf(name)}
        absent={t('wording.standard')}
      />
    ),
    onChange: form.change,
  };
  return (
    <>
      <Scroller aria-label={t('agents.wording')} className="flex-1">
        <div className="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)_minmax(0,24rem)] gap-x-8 gap-y-6 p-6 max-wide:grid-cols-1 max-panes:p-4">
          <div className="flex min-w-0 flex-col gap-6">
            <p className="text-14 text-muted">{t('wording.hint')}</p>
            {!isAdmin && <Notice tone="plain" title={t('agents.readOnly')} />}
            {isAdmin && <UnsavedNote form={form} discards={false} />}
            {setting && <RecordConflicts collection="settings" document={setting} className="py-2" />}
            <ToneFields {...part} />
            <HoursFields {...part} />
          </div>
          <div className="sticky top-6 col-start-2 row-span-2 row-start-1 flex min-w-0 flex-col gap-3 self-start max-wide:static max-wide:col-start-1 max-wide:row-auto">
            <LanguageSwitch language={language} onChange={setLanguage} />
            <TalkPreview fields={form.fields} language={language} />
          </div>
          <div className="flex min-w-0 flex-col gap-6">
            <Section
              title={t('wording.sentences')}
              action={<LanguageSwitch language={language} onChange={setLanguage} />}
            >
              <p className="text-muted">{t('wording.sentencesHint')}</p>
            </Section>
            <SentenceList {...part} language={language} />
          </div>
        </div>
      </Scroller>
      {isAdmin && <SaveBar editing={editing} />}
    </>
  );
};

type LanguageSwitchProps = { readonly language: Language; readonly onChange: (language: Language) => void };

const LanguageSwitch = ({ language, onChange }: LanguageSwitchProps) => {
  const { t } = useTranslation();
  return (
    <Segmented<Language>
      label={t('wording.language')}
      value={language}
      options={[
        { value: 'ru', label: t('agents.form.ru') },
        { value: 'en', label: t('agents.form.en') },
      ]}
      onChange={onChange}
    />
  );
};

/** Below the fields, so that they stay in place when it appears. */
const SaveBar = ({ editing: { form, isSound, save } }: { readonly editing: StyleEditing }) => {
  const { t } = useTranslation();
  const discard = useDiscard();
  if (!form.isChanged) return null;
  return (
    <div className="flex shrink-0 flex-wrap items-center justify-end gap-x-2 border-t border-line px-6 py-2 max-panes:px-4">
      <span className="min-w-0 text-12 text-caution max-panes:basis-full">{t('agents.form.unsaved')}</span>
      <Button look="quiet" className="max-panes:min-h-11" onClick={() => discard(form)}>
        {t('forms.discard')}
      </Button>
      <Button look="primary" className="max-panes:min-h-11" disabled={!isSound} onClick={save}>
        {t('action.save')}
      </Button>
    </div>
  );
};
