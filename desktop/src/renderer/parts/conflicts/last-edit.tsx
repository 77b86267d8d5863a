import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { latestFirst } from '@inbetwin/shared/merge/stamp-order.ts';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Synced } from './conflicts.ts';
import { useFieldWords } from './use-field-words.ts';
import { useWhoWhen } from './use-who-when.ts';

type LastEditProps = {
  readonly collection: ReplicatedCollection;
  readonly document: Synced;
  /** Elements that belong to a field carry its path as `data-field`. */
  readonly children: ReactNode;
};

/** Shows who last changed the field under the pointer or focus, and when; otherwise the latest change of the whole record. */
export const LastEdit = ({ collection, document, children }: LastEditProps) => {
  const [looked, setLooked] = useState<string>();
  const look = ({ target }: SyntheticEvent): void => {
    const field = target instanceof Element ? target.closest<HTMLElement>('[data-field]') : null;
    setLooked(field?.dataset.field);
  };
  const leave = (): void => setLooked(undefined);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only looks on; what can be acted upon is within
    <div onPointerOver={look} onPointerLeave={leave} onFocus={look} onBlur={leave}>
      {children}
      <EditLine collection={collection} document={document} looked={looked} />
    </div>
  );
};

type EditLineProps = Omit<LastEditProps, 'children'> & { readonly looked: string | undefined };

const EditLine = ({ collection, document, looked }: EditLineProps) => {
  const { t } = useTranslation();
  const { label } = useFieldWords();
  const whoWhen = useWhoWhen();
  const edits = Object.entries(document.edits ?? {}).filter(([path]) => path !== '');
  const newest = edits.toSorted(([, a], [, b]) => latestFirst(a, b))[0];
  if (!newest) return null;
  const own = looked === undefined ? undefined : edits.find(([path]) => path === looked);
  const [path, edit] = own ?? newest;
  const words = { field: label({ collection, document, path }), ...whoWhen(edit) };
  // Always two lines high, so that nothing moves under the pointer.
  return (
    <p className="line-clamp-2 min-h-[2lh] pt-1 text-12 text-faint [overflow-wrap:anywhere]">
      {t(own ? 'sync.edited.field' : 'sync.edited.record', words)}
    </p>
  );
};
