import { expect, test } from 'vitest';
import type { StoredDocument } from '../../database/marks/sync-mark.ts';
import { createDirtyList } from './dirty-list.ts';

type Written = { readonly height: number; readonly at?: number; readonly clean?: boolean };

const documentOf = (id: string, { height, at = 1, clean = false }: Written): StoredDocument => ({
  id,
  _deleted: false,
  _rev: `${height}-tab`,
  _attachments: {},
  _meta: clean ? { lwt: at, clean } : { lwt: at, clean, since: at },
});
const noted = (...documents: readonly (readonly [string, Written])[]) => {
  const list = createDirtyList();
  for (const [id, written] of documents) list.note('leads', documentOf(id, written));
  return list;
};
const idsOf = (list: ReturnType<typeof createDirtyList>) => list.inOrder().map(({ id }) => id);

test('documents are in the order of their first changes, and those of an earlier run before all others', () => {
  const list = createDirtyList();
  list.note('leads', documentOf('new', { height: 1, at: 1 }), true);
  list.note('leads', documentOf('b', { height: 1, at: 9 }));
  list.note('leads', documentOf('a', { height: 1, at: 5 }));
  expect(idsOf(list)).toEqual(['a', 'b', 'new']);
});

test('a state that is reported late changes nothing, whatever the clock says', () => {
  const list = noted(['a', { height: 3, at: 5, clean: false }]);
  expect(list.note('leads', documentOf('a', { height: 2, at: 99, clean: true }))).toBeUndefined();
  expect(idsOf(list)).toEqual(['a']);
});

test('a document is gone once it is clean, and a clean one that nobody knew is no news', () => {
  const list = noted(['a', { height: 1 }], ['b', { height: 1, at: 2 }]);
  expect(idsOf(list)).toEqual(['a', 'b']);
  expect(list.note('leads', documentOf('a', { height: 2, clean: true }))).toEqual({
    collection: 'leads',
    id: 'a',
    isDirty: false,
  });
  expect(list.note('leads', documentOf('a', { height: 2, clean: true }))).toBeUndefined();
  expect(idsOf(list)).toEqual(['b']);
});
