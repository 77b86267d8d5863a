// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { addWordingTexts } from '../../i18n/add-wording-texts.ts';
import { startI18n } from '../../i18n/i18n.ts';
import { useFieldWords } from './use-field-words.ts';

vi.mock('./people.ts', () => ({ usePeople: () => new Map() }));
vi.mock('../../session/session.ts', () => ({ useSession: () => ({}) }));

beforeAll(() => startI18n('ru'));
afterEach(cleanup);

const Label = ({ path }: { readonly path: string }) => {
  const { label } = useFieldWords();
  return label({ collection: 'settings', document: {}, path });
};

it('names the sentence and its language when a team has different words for it', () => {
  addWordingTexts();
  render(<Label path="/replyStyle/sentences/en:hello/text" />);
  expect(screen.getByText('Приветствие · English')).toBeDefined();
});

it('shows no id when another contact of the same person was noted', () => {
  render(<Label path="/alike/contact:web-chat:site:95" />);
  expect(screen.getByText('Тот же человек')).toBeDefined();
});
