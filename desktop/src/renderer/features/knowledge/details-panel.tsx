import type { Source } from '@inbetwin/shared/entities/source.ts';
import { editSource } from '@inbetwin/shared/knowledge/change-details.ts';
import { withSourceChange } from '@inbetwin/shared/knowledge/source-details.ts';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../base/report-failure.ts';
import { ChangedMeanwhile } from '../../parts/forms/changed-meanwhile.tsx';
import { UnsavedNote } from '../../parts/forms/unsaved-note.tsx';
import { useDiscard } from '../../parts/forms/use-discard.ts';
import { type Form, useForm } from '../../parts/forms/use-form.ts';
import { productsOf, useSources } from '../../parts/knowledge/use-sources.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { Panel } from '../../ui/layout/panel.tsx';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { changeOf, type DetailsForm, detailPaths, formOf, hasWrongDays } from './details-form.ts';

type DetailsPanelProps = { readonly source: Source; readonly onClose: () => void };

/** Edits a source's title, product, and validity. */
export const DetailsPanel = ({ source, onClose }: DetailsPanelProps) => {
  const { t } = useTranslation();
  const form = useForm<Source, DetailsForm>(
    source,
    {
      read: formOf,
      write: (shown, changes) => withSourceChange(shown, changeOf(changes), Date.now()),
    },
    { collection: 'sources', id: source.id },
  );
  const discard = useDiscard();
  const { fields } = form;
  const { save, share } = useSave(onClose);
  const isSaving = share !== undefined;
  const canSave = !isSaving && fields.title.trim() !== '' && !hasWrongDays(fields);
  return (
    <Panel open onOpenChange={(open) => !open && !isSaving && onClose()} title={t('knowledge.details')}>
      <form
        className="flex flex-col gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (canSave) void save(form);
        }}
      >
        <UnsavedNote form={form} />
        <DetailsFields source={source} form={form} />
        {isSaving && <progress aria-label={t('knowledge.saving')} value={share} className="h-1 w-full accent-accent" />}
        <div className="flex justify-end gap-2">
          <Button
            disabled={isSaving}
            onClick={() => {
              discard(form);
              onClose();
            }}
          >
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

type DetailsFieldsProps = { readonly source: Source; readonly form: Form<Source, DetailsForm> };

const DetailsFields = ({ source, form }: DetailsFieldsProps) => {
  const { t } = useTranslation();
  const { fields, change } = form;
  const meanwhile = (name: keyof DetailsForm) => (
    <ChangedMeanwhile form={form} name={name} collection="sources" document={source} path={detailPaths[name]} />
  );
  const products = productsOf(useSources());
  const listId = useId();
  return (
    <>
      <TextField
        label={t('knowledge.name')}
        value={fields.title}
        maxLength={300}
        required
        onChange={(event) => change({ title: event.target.value })}
      />
      {meanwhile('title')}
      <TextField
        label={t('knowledge.product')}
        hint={t('knowledge.productHint')}
        value={fields.product}
        maxLength={200}
        list={listId}
        onChange={(event) => change({ product: event.target.value })}
      />
      {meanwhile('product')}
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
            value={fields.from}
            onChange={(event) => change({ from: event.target.value })}
          />
          <TextField
            type="date"
            label={t('knowledge.validUntil')}
            value={fields.until}
            aria-invalid={hasWrongDays(fields)}
            onChange={(event) => change({ until: event.target.value })}
          />
        </div>
        <p role="status" className={hasWrongDays(fields) ? 'text-12 text-danger' : 'text-12 text-muted'}>
          {hasWrongDays(fields) ? t('knowledge.wrongDays') : t('knowledge.daysHint')}
        </p>
        {meanwhile('from')}
        {meanwhile('until')}
      </div>
      <p className="text-12 text-muted">{t('knowledge.detailsHint')}</p>
    </>
  );
};

/** `share` of the passages that are saved, from 0 to 1; undefined while nothing is being saved. */
const useSave = (onSaved: () => void) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const [share, setShare] = useState<number>();
  const save = async (form: Form<Source, DetailsForm>): Promise<void> => {
    setShare(0);
    try {
      await form.save((...edits) => editSource(workspace, edits, setShare));
      toast(t('knowledge.saved', { name: form.fields.title.trim() }));
      onSaved();
    } catch (error) {
      reportFailure(error);
      setShare(undefined);
    }
  };
  return { save, share };
};
