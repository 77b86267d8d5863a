import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { type Draft, draftOf, groupOf } from './argument-draft.ts';
import { ArgumentField } from './argument-field.tsx';
import type { FieldsProps } from './argument-fields-props.ts';
import { addressOf } from './argument-problems.ts';
import type { ArgumentShape, GroupShape } from './argument-shape.ts';
import { ProblemNote } from './problem-note.tsx';

/** The fields of a part of the arguments, including nested parts. */
export const ArgumentFields = (props: FieldsProps) => {
  const { shape } = props;
  if (shape.kind === 'group') return <Group {...props} shape={shape} />;
  if (shape.kind === 'list') return <List {...props} item={shape.item} most={shape.most} />;
  return <ArgumentField {...props} shape={shape} />;
};

const Group = ({ shape, ...props }: FieldsProps & { readonly shape: GroupShape }) => {
  const { t } = useTranslation();
  const { path, draft, words, onChange } = props;
  const drafts = groupOf(draft);
  return (
    <div
      className={
        isPair(shape)
          ? 'grid grid-cols-[minmax(0,1fr)_7rem] gap-2 max-panes:grid-cols-[minmax(0,1fr)_4.5rem]'
          : 'flex flex-col gap-3'
      }
    >
      {shape.fields.map(({ name, isRequired, shape: part }) => {
        const label = words.label(name);
        const at = [...path, name];
        const present = drafts[name];
        if (present === undefined) {
          return (
            <Button
              key={name}
              look="quiet"
              className="self-start"
              onClick={() => onChange(at, draftOf(part, undefined))}
            >
              <Plus size={14} aria-hidden />
              {t('approvals.form.add', { field: label })}
            </Button>
          );
        }
        const fields = <ArgumentFields {...props} shape={part} name={label} path={at} draft={present} />;
        if (part.kind !== 'group') return <div key={name}>{fields}</div>;
        return (
          <fieldset key={name} className="rounded-control border border-line p-3">
            <legend className="flex items-center gap-1 px-1 text-13 font-medium">
              {label}
              {!isRequired && (
                <IconButton
                  icon={X}
                  label={`${t('approvals.form.remove')}: ${label}`}
                  onClick={() => onChange(at, undefined)}
                />
              )}
            </legend>
            {fields}
          </fieldset>
        );
      })}
    </div>
  );
};

/** Item and quantity are shown side by side. */
const isPair = ({ fields }: GroupShape): boolean =>
  fields.length === 2 &&
  fields.some(({ shape }) => shape.kind === 'number') &&
  fields.every(({ isRequired }) => isRequired);

type ListProps = FieldsProps & { readonly item: ArgumentShape; readonly most: number };

const List = ({ item, most, ...props }: ListProps) => {
  const { t } = useTranslation();
  const { name, path, draft, problems, onChange } = props;
  const items: readonly Draft[] = Array.isArray(draft) ? draft : [];
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-13 font-medium">{name}</legend>
      {items.map((one, place) => {
        const label = `${name}, ${place + 1}`;
        return (
          <fieldset
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no ids, and their fields hold no state of their own
            key={place}
            aria-label={label}
            className="flex items-start gap-1 rounded-control border border-line py-2 pr-1 pl-3"
          >
            <div className="min-w-0 flex-1">
              <ArgumentFields {...props} shape={item} name={label} path={[...path, place]} draft={one} />
            </div>
            <IconButton
              icon={X}
              label={`${t('approvals.form.remove')}: ${label}`}
              onClick={() => onChange([...path, place], undefined)}
            />
          </fieldset>
        );
      })}
      <ProblemNote problem={problems.get(addressOf(path))} />
      {items.length < most && (
        <Button
          look="quiet"
          className="self-start"
          onClick={() => onChange([...path, items.length], draftOf(item, undefined))}
        >
          <Plus size={14} aria-hidden />
          {t('approvals.form.addItem')}
        </Button>
      )}
    </fieldset>
  );
};
