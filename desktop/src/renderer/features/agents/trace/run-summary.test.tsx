// @vitest-environment jsdom
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { sampleReply, sampleRun } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startI18n } from '../../../i18n/i18n.ts';
import { RunSummary } from './run-summary.tsx';

const messages = new Map<string, Message>();
vi.mock('../../../workspace/live/use-documents.ts', () => ({ useDocuments: () => messages }));
vi.mock('../../../parts/conflicts/people.ts', () => ({ usePeople: () => new Map() }));
vi.mock('@tanstack/react-router', () => ({ Link: ({ children }: { readonly children: string }) => children }));

const run = sampleRun('run:1');

beforeEach(() => startI18n('ru'));
afterEach(() => {
  cleanup();
  messages.clear();
});

it('names the files of a customer who wrote nothing else', () => {
  const file = { kind: 'file', name: 'План.pdf', size: 2048, state: 'waiting' } as const;
  messages.set(run.messageId, { ...sampleReply('anna'), text: '', attachments: [file] });
  render(<RunSummary run={run} />);
  expect(screen.getByText('[файл: План.pdf]')).toBeDefined();
});

it('says so while the message is not on this device', () => {
  render(<RunSummary run={run} />);
  expect(screen.getByText('Текста сообщения на этом устройстве нет')).toBeDefined();
});
