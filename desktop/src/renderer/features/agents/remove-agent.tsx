import type { Setting } from '@inbetwin/shared/entities/setting.ts';
import { useNavigate } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../base/report-failure.ts';
import { useOnePane } from '../../base/use-media.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { removeAgent } from './make-agent.ts';

/** Only for agents that the team created; built-in ones can only be switched off. */
export const RemoveAgent = ({ setting, title }: { readonly setting: Setting; readonly title: string }) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const onePane = useOnePane();
  const [isOpen, setIsOpen] = useState(false);
  const ask = () => setIsOpen(true);
  const remove = async (): Promise<void> => {
    await navigate({ to: '/agents' });
    await removeAgent(workspace, setting);
    toast(t('agents.remove.done', { name: title }));
  };
  return (
    <>
      {onePane ? (
        <IconButton icon={Trash2} label={t('agents.remove.action')} onClick={ask} />
      ) : (
        <Button look="quiet" onClick={ask}>
          <Trash2 size={16} aria-hidden />
          {t('agents.remove.action')}
        </Button>
      )}
      <Confirm
        open={isOpen}
        onOpenChange={setIsOpen}
        title={t('agents.remove.title', { name: title })}
        text={t('agents.remove.text')}
        action={t('agents.remove.action')}
        onConfirm={() => void remove().catch(reportFailure)}
      />
    </>
  );
};
