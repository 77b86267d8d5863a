// @vitest-environment jsdom
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { sampleConversation } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Workspace } from '../../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../../testing/render-in-workspace.tsx';
import { sendReply } from '../../../workspace/acts/actions.ts';
import { useSendAgain } from './use-send-again.ts';

await vi.hoisted(async () => (await import('../../../testing/signed-in.ts')).wasSignedInAs('rep'));

const conversation = sampleConversation();
let failed: Message | undefined;

const SendAgain = () => {
  const sendAgain = useSendAgain(conversation);
  return (
    <button type="button" onClick={() => failed && sendAgain(failed)}>
      again
    </button>
  );
};

let workspace: Workspace;
beforeEach(async () => {
  workspace = await renderInWorkspace(<SendAgain />);
});
afterEach(() => leaveWorkspace(workspace, 'messages'));

const write = (text: string) => sendReply(workspace, { conversation, text, author: { id: 'anna', name: 'Анна' } });
const all = () => workspace.collections.messages.find({ selector: { text: 'Да' } }).exec();
const fail = async (id: string): Promise<Message> => {
  const message = await workspace.collections.messages.findOne(id).exec(true);
  const changed = await message.incrementalModify((current) => ({
    ...current,
    delivery: { ...current.delivery, state: 'failed' },
  }));
  return changed.toMutableJSON();
};
/** Resolves when what was asked for is stored: a later write is. */
const press = async (times: number): Promise<void> => {
  for (let time = 0; time < times; time++) fireEvent.click(screen.getByRole('button', { name: 'again' }));
  await write('later');
};

it('sends a failed reply again once, however often it is asked for, and again when that has failed as well', async () => {
  const { id } = await write('Да');
  failed = await fail(id);
  await press(2);
  await waitFor(async () => expect((await all()).length).toBeGreaterThan(1));
  const [second, ...others] = (await all()).filter((message) => message.id !== id);
  expect(others).toEqual([]);
  expect(second).toMatchObject({ delivery: { state: 'queued' } });
  await fail(second?.id ?? '');
  await press(2);
  await waitFor(async () => expect(await all()).toHaveLength(3));
});
