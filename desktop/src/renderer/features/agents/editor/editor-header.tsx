import type { AgentConfig } from '@inbetwin/shared/entities/setting-kinds/agent.ts';
import { ArrowLeft, RotateCcw, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useGoBack } from '../../../base/use-go-back.ts';
import { useOnePane } from '../../../base/use-media.ts';
import { useDiscard } from '../../../parts/forms/use-discard.ts';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { RemoveAgent } from '../remove-agent.tsx';
import { isAsBuiltIn } from './agent-form.ts';
import type { AgentEditing, EditorProps } from './use-agent-form.ts';

type EditorHeaderProps = Pick<EditorProps, 'setting'> & {
  readonly name: string;
  readonly isAdmin: boolean;
  readonly config: AgentConfig;
  readonly editing: AgentEditing;
};

/** The agent's name, and actions on the agent as a whole for administrators. */
export const EditorHeader = ({ name, isAdmin, config, setting, editing }: EditorHeaderProps) => {
  const { t } = useTranslation();
  const goBack = useGoBack('/agents');
  const { form, isSound, isOwn } = editing;
  const isUntouched = isAdmin && !form.isChanged;
  return (
    <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line px-4 py-2 max-panes:pl-2">
      <IconButton icon={ArrowLeft} label={t('action.back')} onClick={goBack} />
      <h1 className="min-w-0 flex-1 truncate text-16 font-semibold">{name}</h1>
      {isAdmin && form.isChanged && <DiscardButton form={form} />}
      {isUntouched && isOwn && setting && <RemoveAgent setting={setting} title={name} />}
      {isUntouched && !isOwn && setting && !isAsBuiltIn(config) && (
        <ResetButton onReset={() => editing.resetToBuiltIn(setting)} />
      )}
      {isAdmin && (
        <Button look="primary" disabled={!form.isChanged || !isSound} onClick={editing.save}>
          {t('agents.form.save')}
        </Button>
      )}
    </header>
  );
};

const DiscardButton = ({ form }: Pick<AgentEditing, 'form'>) => {
  const { t } = useTranslation();
  const onePane = useOnePane();
  const discard = useDiscard();
  return (
    <>
      {form.leftAt === undefined && (
        <span className="text-12 text-caution max-wide:hidden">{t('agents.form.unsaved')}</span>
      )}
      {onePane ? (
        <IconButton icon={Undo2} label={t('forms.discard')} onClick={() => discard(form)} />
      ) : (
        <Button look="quiet" onClick={() => discard(form)}>
          {t('forms.discard')}
        </Button>
      )}
    </>
  );
};

const ResetButton = ({ onReset }: { readonly onReset: () => void }) => {
  const { t } = useTranslation();
  const onePane = useOnePane();
  if (onePane) return <IconButton icon={RotateCcw} label={t('agents.form.reset')} onClick={onReset} />;
  return (
    <Button look="quiet" onClick={onReset}>
      {t('agents.form.reset')}
    </Button>
  );
};
