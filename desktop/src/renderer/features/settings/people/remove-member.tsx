import { type Member, peopleRoutes } from '@inbetwin/shared/contracts/people.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../../base/report-failure.ts';
import { callServer } from '../../../session/call-server.ts';
import { Button } from '../../../ui/button.tsx';
import { SelectField } from '../../../ui/fields/select-field.tsx';
import { Panel } from '../../../ui/layout/panel.tsx';

type RemoveMemberProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly member: Member;
  readonly others: readonly Member[];
  readonly onRemoved: () => void;
};

const NOBODY = '';

/** Asks who gets what the person is responsible for, and removes them. */
export const RemoveMember = ({ open, onOpenChange, member, others, onRemoved }: RemoveMemberProps) => {
  const { t } = useTranslation();
  const [heir, setHeir] = useState(NOBODY);
  const [isWorking, setIsWorking] = useState(false);
  const { id, name } = member;

  const remove = async (): Promise<void> => {
    setIsWorking(true);
    try {
      const body = heir === NOBODY ? {} : { reassignTo: heir };
      await callServer(peopleRoutes.removeMember, { params: { id }, body });
      onOpenChange(false);
      toast(t('people.removed', { name }));
      onRemoved();
    } catch (error) {
      reportFailure(error);
    } finally {
      setIsWorking(false);
    }
  };

  return (
    <Panel open={open} onOpenChange={onOpenChange} title={t('people.removing.title', { name })}>
      <form
        className="flex flex-col gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          void remove();
        }}
      >
        <p className="text-pretty text-muted">{t('people.removing.text', { name })}</p>
        <SelectField
          label={t('people.removing.heir')}
          value={heir}
          options={[
            { value: NOBODY, label: t('people.removing.nobody') },
            ...others.map((one) => ({ value: one.id, label: one.name })),
          ]}
          onChange={setHeir}
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>{t('action.cancel')}</Button>
          <Button type="submit" look="danger" disabled={isWorking}>
            {t('people.remove')}
          </Button>
        </div>
      </form>
    </Panel>
  );
};
