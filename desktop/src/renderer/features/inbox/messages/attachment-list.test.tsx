// @vitest-environment jsdom
import type { Attachment } from '@inbetwin/shared/entities/attachment.ts';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { Tooltip } from 'radix-ui';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { OriginalState } from '../../../files/original-files.ts';
import { startI18n } from '../../../i18n/i18n.ts';
import { AttachmentList } from './attachment-list.tsx';

const digest = 'ab'.repeat(32);
const photo: Attachment = { kind: 'image', name: 'план.png', type: 'image/png', size: 2048, state: 'stored', digest };

const asked: string[] = [];
let state: OriginalState;
let bytes: Blob | undefined;
let failure: Error | undefined;

const files = {
  state: async () => state,
  subscribe: () => () => undefined,
  obtain: async (wanted: string) => {
    asked.push(wanted);
    if (failure) throw failure;
    return bytes;
  },
};
vi.mock('../../../workspace/live/use-live.ts', () => ({ useFiles: () => files }));

const saved: string[] = [];
vi.mock('../../../parts/device/download-file.ts', () => ({ saveFile: (name: string) => saved.push(name) }));

beforeAll(() => startI18n('ru'));
beforeEach(() => {
  state = { isHere: false, isSent: true };
  bytes = new Blob(['png']);
  failure = undefined;
  asked.length = 0;
  saved.length = 0;
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      private readonly tell: (entries: readonly { readonly isIntersecting: boolean }[]) => void;
      constructor(tell: (entries: readonly { readonly isIntersecting: boolean }[]) => void) {
        this.tell = tell;
      }
      observe = () => this.tell([{ isIntersecting: true }]);
      disconnect = () => undefined;
    },
  );
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => `blob:${(blob as Blob).type}`);
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const show = (...attachments: readonly Attachment[]) =>
  render(
    <Tooltip.Provider>
      <AttachmentList messageId="m" attachments={attachments} />
    </Tooltip.Provider>,
  );

it('shows a picture of the type that the server found, opens it in full, and Escape closes it', async () => {
  show(photo);
  const thumbnail = await screen.findByRole('button', { name: 'Открыть: план.png' });
  expect(screen.getByRole('img', { name: 'план.png' }).getAttribute('src')).toBe('blob:image/png');
  fireEvent.click(thumbnail);
  const dialog = await screen.findByRole('dialog', { name: 'план.png' });
  fireEvent.keyDown(dialog, { key: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('a large picture that is not here is fetched when somebody asks for it', async () => {
  show({ ...photo, size: 9_000_000 });
  const place = await screen.findByRole('button', { name: 'Показать: план.png' });
  await waitFor(() => expect(place.textContent).toContain('МБ'));
  expect(asked).toEqual([]);
  fireEvent.click(place);
  await screen.findByRole('button', { name: 'Открыть: план.png' });
  expect(asked).toEqual([digest]);
});

it.each([
  ['an SVG that calls itself an image', { ...photo, name: 'a.svg', type: 'image/svg+xml' }],
  ['an image whose bytes are none', { kind: 'image', name: 'a.png', size: 9, state: 'stored', digest } as const],
])('%s is a file to save, never shown', async (_what, attachment) => {
  show(attachment);
  expect(screen.queryByRole('img')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: `Сохранить: ${attachment.name}` }));
  await waitFor(() => expect(saved).toEqual([attachment.name]));
});

it('tells that a file is on its way, and why one does not come', () => {
  show(
    { kind: 'voice', name: 'voice.ogg', state: 'waiting' },
    { kind: 'file', name: 'смета.pdf', state: 'failed', reason: 'file.too_large' },
  );
  const rows = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
  expect(rows[0]).toBe('Голосовое сообщениеЗагружается из мессенджера');
  expect(rows[1]).toContain('Файл слишком большой для этого канала');
  expect(screen.queryByRole('button')).toBeNull();
});

it('without a network the person learns why nothing was saved', async () => {
  failure = new TypeError('fetch failed');
  show({ kind: 'file', name: 'смета.pdf', state: 'stored', digest });
  fireEvent.click(screen.getByRole('button', { name: 'Сохранить: смета.pdf' }));
  expect((await screen.findByRole('status')).textContent).toContain('сервер сейчас недоступен');
  expect(saved).toEqual([]);
});
