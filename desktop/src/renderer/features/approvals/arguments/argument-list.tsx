import type { CatalogItem } from '@inbetwin/shared/entities/catalog-item.ts';
import { isFields } from '@inbetwin/shared/merge/mergeable.ts';
import { findItem } from '@inbetwin/shared/orders/read-catalog.ts';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../i18n/use-language.ts';
import { Detail } from '../../../ui/layout/section.tsx';
import { type ArgumentWords, useArgumentWords } from './use-argument-words.ts';
import { priceWords, totalOf, useCatalog } from './use-catalog.ts';

type ArgumentListProps = {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** The agent's original arguments, if a person changed them. */
  readonly instead?: Readonly<Record<string, unknown>>;
};

/** The arguments of a tool call, field by field. */
export const ArgumentList = ({ tool, args, instead }: ArgumentListProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const catalog = useCatalog(tool);
  const words = useArgumentWords(catalog);
  const names = [...new Set([...Object.keys(args), ...Object.keys(instead ?? {})])];
  const total = catalog && totalOf(args, catalog, language);
  if (names.length === 0) return <p className="text-muted">{t('approvals.noArguments')}</p>;
  return (
    <dl className="flex flex-col text-14 [--detail-label:9rem] max-panes:[--detail-label:6.5rem]">
      {names.map((name) => (
        <Detail key={name} label={words.label(name)}>
          <Value name={name} value={args[name]} words={words} catalog={catalog} />
          {instead && !isEqual(args[name], instead[name]) && (
            <span className="block text-12 text-muted">
              {t('approvals.instead', { value: shortOf(name, instead[name], words) })}
            </span>
          )}
        </Detail>
      ))}
      {total !== undefined && (
        <Detail label={t('approvals.total')}>
          <span className="numbers font-semibold">{total}</span>
        </Detail>
      )}
    </dl>
  );
};

const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

type ValueProps = {
  readonly name: string;
  readonly value: unknown;
  readonly words: ArgumentWords;
  readonly catalog: readonly CatalogItem[] | undefined;
};

const Value = (props: ValueProps) => {
  const { name, value, words } = props;
  if (Array.isArray(value)) {
    return (
      <ol className="flex flex-col gap-1.5">
        {value.map((item, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is written once and has no ids
          <li key={at}>
            <Value {...props} value={item} />
          </li>
        ))}
      </ol>
    );
  }
  if (isFields(value)) return 'product' in value ? <OrderLine {...props} line={value} /> : <Group {...props} />;
  return <span className="whitespace-pre-wrap">{words.value(name, value)}</span>;
};

const Group = ({ value, words, catalog }: ValueProps) => (
  <dl className="flex flex-col">
    {Object.entries(isFields(value) ? value : {}).map(([name, part]) => (
      <div key={name} className="flex flex-wrap gap-x-2">
        <dt className="text-muted">{words.label(name)}:</dt>
        <dd className="min-w-0">
          <Value name={name} value={part} words={words} catalog={catalog} />
        </dd>
      </div>
    ))}
  </dl>
);

/** One line of an order: product, quantity, and current price. */
const OrderLine = ({ line, words, catalog }: ValueProps & { readonly line: Readonly<Record<string, unknown>> }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const item = catalog && findItem(catalog, String(line.product));
  const problem = item?.state === 'withdrawn' ? t('approvals.withdrawn') : t('approvals.notInCatalog');
  return (
    <>
      <span className="font-medium">{words.value('product', line.product)}</span>
      <span className="numbers"> × {words.value('quantity', line.quantity)}</span>
      {item && <span className="numbers text-muted"> · {priceWords(item, language)}</span>}
      {catalog && item?.state !== 'offered' && (
        <span className="flex items-start gap-1 text-12 text-caution">
          <TriangleAlert size={12} aria-hidden className="mt-0.5 shrink-0" />
          {problem}
        </span>
      )}
    </>
  );
};

/** A value in one line, to show what it was before. */
const shortOf = (name: string, value: unknown, words: ArgumentWords): string => {
  if (Array.isArray(value)) return value.map((item) => shortOf(name, item, words)).join('; ') || words.value(name, '');
  if (!isFields(value)) return words.value(name, value);
  if ('product' in value) {
    return `${words.value('product', value.product)} × ${words.value('quantity', value.quantity)}`;
  }
  return Object.entries(value)
    .map(([key, part]) => `${words.label(key)}: ${shortOf(key, part, words)}`)
    .join(', ');
};
