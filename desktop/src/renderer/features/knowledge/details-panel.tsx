import type { Source } from '@inbetwin/shared/entities/source.ts';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../app/report-failure.ts';
import { changeSource } from '../../database/change-source.ts';
import { useWorkspace } from '../../database/use-live.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { changeOf, type DetailsForm, formOf, hasWrongDays } from './details-form.ts';
import { productsOf, useSources } from './use-sources.ts';

type DetailsPanelProps = { readonly source: Source; readonly onClose: () => void };

/** Title, product and days of a material, to be changed. */
export const DetailsPanel = ({ source, onClose }: DetailsPanelProps) => {
  const { t } = useTranslation();
  const { save, share } = useSave(source, onClose);
  const [form, setForm] = useState<DetailsForm>(() => formOf(source));
  const isSaving = share !== undefined;
  const canSave = !isSaving && form.title.trim() !== '' && !hasWrongDays(form);
  return (
    <Panel open onOpenChange={(open) => !open && !isSaving && onClose()} title={t('knowledge.details')}>
      <form
        className="flex flex-col gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (canSave) void save(form);
        }}
      >
        <DetailsFields form={form} onChange={setForm} />
        {isSaving && <progress aria-label={t('knowledge.saving')} value={share} className="h-1 w-full accent-accent" />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose} disabled={isSaving}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" look="primary" disabled={!canSave}>
            {t('action.save')}
          </Button>
        </div>
      </form>
    </Panel>
  );
};

type DetailsFieldsProps = { readonly form: DetailsForm; readonly onChange: (form: DetailsForm) => void };

const DetailsFields = ({ form, onChange }: DetailsFieldsProps) => {
  const { t } = useTranslation();
  const products = productsOf(useSources());
  const listId = useId();
  return (
    <>
      <TextField
        label={t('knowledge.name')}
        value={form.title}
        maxLength={300}
        required
        onChange={(event) => onChange({ ...form, title: event.target.value })}
      />
      <TextField
        label={t('knowledge.product')}
        hint={t('knowledge.productHint')}
        value={form.product}
        maxLength={200}
        list={listId}
        onChange={(event) => onChange({ ...form, product: event.target.value })}
      />
      <datalist id={listId}>
        {products.map((product) => (
          <option key={product} value={product} />
        ))}
      </datalist>
      <div className="flex flex-col gap-1">
        <div className="grid grid-cols-2 gap-3">
          <TextField
            type="date"
            label={t('knowledge.validFrom')}
            value={form.from}
            onChange={(event) => onChange({ ...form, from: event.target.value })}
          />
          <TextField
            type="date"
            label={t('knowledge.validUntil')}
            value={form.until}
            aria-invalid={hasWrongDays(form)}
            onChange={(event) => onChange({ ...form, until: event.target.value })}
          />
        </div>
        <p role="status" className={hasWrongDays(form) ? 'text-12 text-danger' : 'text-12 text-muted'}>
          {hasWrongDays(form) ? t('knowledge.wrongDays') : t('knowledge.daysHint')}
        </p>
      </div>
      <p className="text-12 text-muted">{t('knowledge.detailsHint')}</p>
    </>
  );
};

/** `share` of the passages done, 0 to 1; undefined while nothing is saved. */
const useSave = (source: Source, onSaved: () => void) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const [share, setShare] = useState<number>();
  const save = async (form: DetailsForm): Promise<void> => {
    setShare(0);
    try {
      await changeSource(workspace, { sourceId: source.id, change: changeOf(source, form) }, setShare);
      toast(t('knowledge.saved', { name: form.title.trim() }));
      onSaved();
    } catch (error) {
      reportFailure(error);
      setShare(undefined);
    }
  };
  return { save, share };
};
