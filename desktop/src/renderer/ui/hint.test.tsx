// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { Tooltip } from 'radix-ui';
import { act, useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import { startI18n } from '../i18n/i18n.ts';
import { Hint } from './hint.tsx';
import { Panel } from './layout/panel.tsx';
import { closeHint } from './open-hint.ts';

await startI18n('ru');
afterEach(cleanup);

/** A dialog that a shortcut opens, and not a click on what has the tooltip. */
const Screen = () => {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Tooltip.Provider delayDuration={0}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: stands for the shortcuts of the window */}
      <div onKeyDown={({ key }) => key === 'k' && setIsOpen(true)}>
        <Hint label="Новая сделка">
          <button type="button">Добавить</button>
        </Hint>
        <Panel open={isOpen} onOpenChange={setIsOpen} title="Палитра">
          <Hint label="Внутри">
            <button type="button">Действие</button>
          </Hint>
        </Panel>
      </div>
    </Tooltip.Provider>
  );
};

const hover = (name: string) => fireEvent.pointerMove(screen.getByRole('button', { name, hidden: true }));
const shown = () => screen.queryAllByRole('tooltip', { hidden: true }).map(({ textContent }) => textContent);
const openByKey = () => fireEvent.keyDown(screen.getByRole('button', { name: 'Добавить' }), { key: 'k' });

it('closes when a dialog opens by a shortcut, and does not open beneath it', async () => {
  render(<Screen />);
  hover('Добавить');
  await waitFor(() => expect(shown()).toEqual(['Новая сделка']));
  openByKey();
  await waitFor(() => expect(shown()).toEqual([]));
  fireEvent.pointerLeave(screen.getByRole('button', { name: 'Добавить', hidden: true }));
  hover('Добавить');
  hover('Действие');
  await waitFor(() => expect(shown()).toEqual(['Внутри']));
});

it('opens for the focus that moves to it, and not for the focus that is given back by what is gone', async () => {
  render(<Screen />);
  const other = document.body.appendChild(document.createElement('button'));
  const button = screen.getByRole('button', { name: 'Добавить' });
  act(() => other.focus());
  other.remove();
  act(() => button.focus());
  expect(shown()).toEqual([]);
  act(() => button.blur());
  document.body.append(other);
  act(() => other.focus());
  act(() => button.focus());
  await waitFor(() => expect(shown()).toEqual(['Новая сделка']));
  other.remove();
});

it.each([
  ['Escape', () => fireEvent.keyDown(document, { key: 'Escape' })],
  ['a change of place', () => act(closeHint)],
  ['scrolling what it stands in', () => fireEvent.scroll(document)],
])('closes by %s', async (_way, leave) => {
  render(<Screen />);
  hover('Добавить');
  await waitFor(() => expect(shown()).toEqual(['Новая сделка']));
  leave();
  await waitFor(() => expect(shown()).toEqual([]));
});
