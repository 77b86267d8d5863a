import type { EditedCollection } from '@inbetwin/shared/entities/registry.ts';
import { nearestStamp } from '@inbetwin/shared/merge/merging.ts';
import { valueAt } from '@inbetwin/shared/merge/pointer.ts';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import type { Synced } from '../conflicts/conflicts.ts';
import { useFieldWords } from '../conflicts/use-field-words.ts';
import { useWhoWhen } from '../conflicts/use-who-when.ts';
import type { Form } from './use-form.ts';

type ChangedMeanwhileProps<T, F> = {
  readonly form: Pick<Form<T, F>, 'isOvertaken' | 'keepOwn' | 'takeStored'>;
  readonly name: keyof F;
  readonly collection: EditedCollection;
  readonly document: Synced;
  /** The path of the field within the document. */
  readonly path: string;
  /** The text for a missing value; by default, that it is empty. */
  readonly absent?: string;
};

/** Shown at a field that was changed elsewhere while it is being edited here: the new value, its author, and the choice between both. */
export const ChangedMeanwhile = <T, F>(props: ChangedMeanwhileProps<T, F>) =>
  props.form.isOvertaken(props.name) ? <Overtaken {...props} /> : null;

const Overtaken = <T, F>({ form, name, absent, ...field }: ChangedMeanwhileProps<T, F>) => {
  const { t } = useTranslation();
  const id = useId();
  const { value } = useFieldWords();
  const whoWhen = useWhoWhen();
  const { user } = useSession();
  const { document, path } = field;
  const stored = valueAt(document, path);
  const by = nearestStamp(document.edits ?? {}, path);
  const words = stored === undefined && absent !== undefined ? absent : value(field, stored);
  const ownWords = by?.by === user?.id ? ('forms.changedByYou' as const) : ('forms.changedBy' as const);
  const changeWords = by ? t(ownWords, whoWhen(by)) : t('forms.changed');
  return (
    <div
      role="status"
      aria-labelledby={id}
      className="flex flex-col items-start gap-1 rounded-control bg-caution-soft px-2 py-1.5 text-12"
    >
      <p id={id} className="text-caution">
        {changeWords}
      </p>
      <p className="line-clamp-6 text-13 [overflow-wrap:anywhere] whitespace-pre-wrap text-text">{words}</p>
      <div className="flex flex-wrap gap-x-1">
        <Button look="quiet" onClick={() => form.takeStored(name)}>
          {t('forms.take')}
        </Button>
        <Button look="quiet" onClick={() => form.keepOwn(name)}>
          {t('forms.keep')}
        </Button>
      </div>
    </div>
  );
};
