import type { RecentOrder } from './define-entity.ts';
import { MAX_TIME } from './fields.ts';

type Document = Readonly<Record<string, unknown>>;

/** Whether every device holds documents with this value of the index's first field, whatever their age. */
export const isForEveryDevice = ({ whateverAge = [] }: RecentOrder, value: unknown): boolean =>
  whateverAge.some((wanted) => wanted === value);

/** Whether a document is within the horizon of a device that holds what is recent since a time. */
export const isRecent = ({ index, descending }: RecentOrder, document: Document, since: number): boolean => {
  const value = Number(document[index.at(-1) ?? '']);
  return descending ? value >= since : value <= MAX_TIME - since;
};

/** Whether a new device would receive the document. */
export const isKept = (order: 'everything' | RecentOrder, document: Document, since: number): boolean =>
  order === 'everything' || isForEveryDevice(order, document[order.index[0] ?? '']) || isRecent(order, document, since);
