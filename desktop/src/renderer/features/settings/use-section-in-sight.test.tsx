// @vitest-environment jsdom
import { cleanup, fireEvent, render } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useSectionInSight } from './use-section-in-sight.ts';

let grow: () => void;
const shown = vi.fn();

beforeEach(() => {
  shown.mockClear();
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(changed: () => void) {
        grow = changed;
      }
      observe = () => undefined;
      disconnect = () => {
        grow = () => undefined;
      };
    },
  );
  Element.prototype.scrollIntoView = function (this: Element) {
    shown(this.id);
  };
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const Page = ({ hash }: { readonly hash: string }) => {
  const content = useRef<HTMLDivElement>(null);
  useSectionInSight(hash, content);
  return (
    <div ref={content}>
      <div id="channels" />
      <div id="sync" />
    </div>
  );
};

it('keeps the part in sight while others grow, until the person moves', () => {
  render(<Page hash="sync" />);
  expect(shown.mock.calls).toEqual([['sync']]);
  grow();
  expect(shown).toHaveBeenCalledTimes(2);
  fireEvent.wheel(window);
  grow();
  expect(shown).toHaveBeenCalledTimes(2);
});

it('leads to another part, and without an address nowhere', () => {
  const { rerender } = render(<Page hash="" />);
  expect(shown).not.toHaveBeenCalled();
  rerender(<Page hash="channels" />);
  expect(shown).toHaveBeenLastCalledWith('channels');
});
