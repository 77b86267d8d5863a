// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import { Component, type ReactNode, Suspense } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { lazyPart, PartNotLoaded, preloadParts } from './load-part.ts';

const Shown = ({ name }: { readonly name: string }) => <p>Part {name}</p>;

class Catch extends Component<{ readonly children: ReactNode }, { readonly error?: unknown }> {
  override state: { readonly error?: unknown } = {};
  static getDerivedStateFromError = (error: unknown) => ({ error });
  override render(): ReactNode {
    const { error } = this.state;
    return error instanceof PartNotLoaded ? <p>{error.code}</p> : this.props.children;
  }
}

const show = (Part: ReturnType<typeof lazyPart<'Shown', { readonly name: string }>>) =>
  act(async () =>
    render(
      <Catch>
        <Suspense fallback={<p>Waiting</p>}>
          <Part name="one" />
        </Suspense>
      </Catch>,
    ),
  );

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test('a part that was loaded while the page was idle is shown at once', async () => {
  const load = vi.fn(async () => ({ Shown }));
  const Part = lazyPart(load, 'Shown');
  await preloadParts(async () => undefined);
  render(<Part name="one" />);
  expect(screen.getByText('Part one')).toBeTruthy();
  expect(load).toHaveBeenCalledOnce();
});

test('a part that cannot be loaded says so when it is shown, and may be loaded the next time', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  let isAway = true;
  const Part = lazyPart(async () => {
    if (isAway) throw new TypeError('Failed to fetch dynamically imported module');
    return { Shown };
  }, 'Shown');
  await show(Part);
  expect(screen.getByText('ui.part_not_loaded')).toBeTruthy();
  cleanup();
  isAway = false;
  await Part.preload();
  await show(Part);
  expect(screen.getByText('Part one')).toBeTruthy();
});
