// @vitest-environment jsdom
import { sampleCatalogItem } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRemoteWriters } from '../../../database/marks/remote-writer.ts';
import type { Workspace } from '../../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../../testing/render-in-workspace.tsx';
import { draftOf } from './argument-draft.ts';
import { ArgumentForm } from './argument-form.tsx';
import { argumentShapeOf, readArguments } from './tool-arguments.ts';

await vi.hoisted(async () => (await import('../../../testing/signed-in.ts')).wasSignedInAs('rep'));

const hall = sampleCatalogItem('hall', { title: 'Зал', priceMicros: 5_000_000_000, currency: 'RUB' });
const original = JSON.stringify({ lines: [{ product: 'hall', quantity: 2 }] });

const Form = () => {
  const [draft, setDraft] = useState(() => draftOf(argumentShapeOf('create_order'), readArguments(original)));
  const nothing = () => undefined;
  const acts = { onChange: setDraft, onApprove: nothing, onLeave: nothing };
  return <ArgumentForm tool="create_order" original={original} draft={draft} note={null} {...acts} />;
};

let workspace: Workspace;
beforeEach(async () => {
  workspace = await renderInWorkspace(<Form />);
  await createRemoteWriters(workspace).catalog.apply([{ ...hall, _deleted: false }]);
});
afterEach(() => leaveWorkspace(workspace, 'catalog'));

const total = () => screen.getByRole('status').textContent?.replace(/\s/g, ' ');

it('begins in its first field, and follows what is typed with the total, which stays in its place meanwhile', async () => {
  await waitFor(() => expect(total()).toBe('10 000 ₽'));
  // The catalog has turned the first field into a choice.
  expect(document.activeElement).toBe(screen.getByRole('combobox', { name: /Товар/ }));
  const quantity = screen.getByRole('textbox', { name: /Количество/ });
  fireEvent.change(quantity, { target: { value: '' } });
  expect(total()).toBe('—');
  fireEvent.change(quantity, { target: { value: '3' } });
  expect(total()).toBe('15 000 ₽');
});
