// @vitest-environment jsdom
import { renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { preferences } from './preferences.ts';
import { useShortcuts } from './shortcuts.ts';

const press = (init: KeyboardEventInit, target: EventTarget = document.body): void => {
  target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
};

describe('shortcuts', () => {
  afterEach(() => {
    preferences.set({ singleKeys: true });
    document.body.replaceChildren();
  });

  it('work by the place of the key, so in a Russian layout too', () => {
    const next = vi.fn();
    renderHook(() => useShortcuts({ next }));
    press({ code: 'KeyJ', key: 'о' });
    expect(next).toHaveBeenCalledOnce();
  });

  it('go places by two keys, and the second key alone does its own', () => {
    const knowledge = vi.fn();
    const previous = vi.fn();
    renderHook(() => useShortcuts({ knowledge, previous }));
    press({ code: 'KeyG', key: 'g' });
    press({ code: 'KeyK', key: 'k' });
    expect([knowledge.mock.calls.length, previous.mock.calls.length]).toEqual([1, 0]);
    press({ code: 'KeyK', key: 'k' });
    expect([knowledge.mock.calls.length, previous.mock.calls.length]).toEqual([1, 1]);
  });

  it('of one letter stay away from fields, open dialogs and modifier keys', () => {
    const reply = vi.fn();
    renderHook(() => useShortcuts({ reply }));
    const field = document.body.appendChild(document.createElement('textarea'));
    press({ code: 'KeyR', key: 'r' }, field);
    press({ code: 'KeyR', key: 'r', ctrlKey: true });
    press({ code: 'KeyR', key: 'R', shiftKey: true });
    document.body.appendChild(document.createElement('div')).setAttribute('role', 'dialog');
    press({ code: 'KeyR', key: 'r' });
    expect(reply).not.toHaveBeenCalled();
  });

  it('open the palette from a field as well', () => {
    const palette = vi.fn();
    renderHook(() => useShortcuts({ palette }));
    press({ code: 'KeyK', key: 'k', metaKey: true }, document.body.appendChild(document.createElement('input')));
    expect(palette).toHaveBeenCalledOnce();
  });

  it('of one letter can be switched off', () => {
    const next = vi.fn();
    const palette = vi.fn();
    renderHook(() => useShortcuts({ next, palette }));
    preferences.set({ singleKeys: false });
    press({ code: 'KeyJ', key: 'j' });
    press({ code: 'KeyK', key: 'k', ctrlKey: true });
    expect([next.mock.calls.length, palette.mock.calls.length]).toEqual([0, 1]);
  });
});
