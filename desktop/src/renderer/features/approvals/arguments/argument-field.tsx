import type { CatalogItem } from '@inbetwin/shared/entities/catalog-item.ts';
import { findItem } from '@inbetwin/shared/orders/read-catalog.ts';
import { type ChangeEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../i18n/use-language.ts';
import { classNames } from '../../../ui/class-names.ts';
import { fieldClass } from '../../../ui/fields/text-field.tsx';
import type { FieldsProps } from './argument-fields-props.ts';
import { addressOf } from './argument-problems.ts';
import { ProblemNote } from './problem-note.tsx';
import { priceWords } from './use-catalog.ts';

/** With more products than this, the name is typed instead of chosen from a list. */
const MOST_PRODUCTS = 300;

const boxClass = classNames(fieldClass, 'px-2 text-14 aria-invalid:border-danger');

/** One field of the kind that its schema requires. */
export const ArgumentField = (props: FieldsProps) => {
  const { t } = useTranslation();
  const id = useId();
  const { shape, name, path, draft, problems, words, catalog, onChange } = props;
  const problem = problems.get(addressOf(path));
  const key = String(path.at(-1) ?? '');
  const text = typeof draft === 'string' ? draft : '';
  const write = (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>): void =>
    onChange(path, event.target.value);
  const box = {
    id,
    value: text,
    onChange: write,
    'aria-invalid': problem ? true : undefined,
    'aria-describedby': problem ? `${id}-problem` : undefined,
  };

  if (shape.kind === 'flag') {
    return (
      <label className="flex min-h-8 items-center gap-2 text-13">
        <input type="checkbox" checked={draft === true} onChange={({ target }) => onChange(path, target.checked)} />
        {name}
      </label>
    );
  }
  const field = () => {
    if (shape.kind === 'choice') {
      const options = shape.options.map((value) => ({ value, label: words.value(key, value) }));
      return <Choice box={box} options={options} />;
    }
    if (key === 'product' && catalog && catalog.length <= MOST_PRODUCTS) return <Product box={box} catalog={catalog} />;
    if (shape.kind === 'moment')
      return <input type="datetime-local" {...box} className={classNames(boxClass, 'h-9')} />;
    if (shape.kind === 'json' || (shape.kind === 'text' && shape.isLong)) {
      const look = shape.kind === 'json' ? 'font-mono text-12' : '';
      return <textarea rows={3} {...box} className={classNames(boxClass, 'field-sizing-content py-1.5', look)} />;
    }
    const mode = shape.kind === 'number' ? ('decimal' as const) : undefined;
    return <input inputMode={mode} {...box} className={classNames(boxClass, 'h-9')} />;
  };
  return (
    <div className="flex flex-col gap-1 py-0.5">
      <label htmlFor={id} className="text-12 text-muted">
        {shape.kind === 'json' ? t('approvals.form.json') : name}
      </label>
      {field()}
      <ProblemNote problem={problem} id={`${id}-problem`} />
    </div>
  );
};

type Box = {
  readonly id: string;
  readonly value: string;
  readonly onChange: (event: ChangeEvent<HTMLSelectElement>) => void;
};
type ChoiceProps = {
  readonly box: Box;
  readonly options: readonly { readonly value: string; readonly label: string }[];
};

const Choice = ({ box, options }: ChoiceProps) => {
  const { t } = useTranslation();
  return (
    <select {...box} className={classNames(boxClass, 'h-9')}>
      <option value="">{t('approvals.form.notChosen')}</option>
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
};

/** Chooses a product of the team's catalog; a name that is not in it stays visible. */
const Product = ({ box, catalog }: { readonly box: Box; readonly catalog: readonly CatalogItem[] }) => {
  const language = useLanguage();
  const named = findItem(catalog, box.value);
  const offered = catalog.filter(({ id, state }) => state === 'offered' || id === named?.id);
  const options = offered.map((item) => ({ value: item.id, label: `${item.title} · ${priceWords(item, language)}` }));
  const isStranger = box.value !== '' && !named;
  return (
    <Choice
      box={{ ...box, value: named?.id ?? box.value }}
      options={isStranger ? [{ value: box.value, label: box.value }, ...options] : options}
    />
  );
};
