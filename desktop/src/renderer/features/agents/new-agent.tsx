import { useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { overlay, useOverlay } from '../../base/overlay.ts';
import { reportFailure } from '../../base/report-failure.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { Panel } from '../../ui/layout/panel.tsx';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { MAX_TITLE } from './editor/agent-form.ts';
import { makeAgent } from './make-agent.ts';

/** Asks for the new agent's title and opens its settings. */
export const NewAgent = () => {
  const { t } = useTranslation();
  const isOpen = useOverlay() === 'new-agent';
  const show = (open: boolean): void => overlay.show(open ? 'new-agent' : undefined);
  return (
    <>
      <Button className="max-panes:min-h-11" onClick={() => show(true)}>
        <Plus size={16} aria-hidden />
        {t('agents.make.action')}
      </Button>
      <Panel open={isOpen} onOpenChange={show} title={t('agents.make.action')}>
        <NewAgentForm onDone={() => show(false)} />
      </Panel>
    </>
  );
};

const NewAgentForm = ({ onDone }: { readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const [isMaking, setIsMaking] = useState(false);
  const make = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setIsMaking(true);
    try {
      const agentName = await makeAgent(workspace, title);
      onDone();
      await navigate({ to: '/agents/$agentName', params: { agentName } });
    } catch (error) {
      setIsMaking(false);
      reportFailure(error);
    }
  };
  return (
    <form className="flex flex-col gap-3 p-4" onSubmit={(event) => void make(event)}>
      <TextField
        label={t('agents.form.title')}
        hint={t('agents.make.hint')}
        value={title}
        maxLength={MAX_TITLE}
        placeholder={t('agents.make.example')}
        onChange={(event) => setTitle(event.target.value)}
        required
        data-autofocus
        autoComplete="off"
      />
      <div className="flex justify-end gap-2 pt-1">
        <Button onClick={onDone}>{t('action.cancel')}</Button>
        <Button type="submit" look="primary" disabled={title.trim() === '' || isMaking}>
          {t('agents.make.save')}
        </Button>
      </div>
    </form>
  );
};
