import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRemovals } from './removals.ts';

describe('removals', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('hides at once and removes later, once', async () => {
    const removals = createRemovals(1000);
    const remove = vi.fn(async () => undefined);
    removals.begin('a', remove);
    removals.begin('a', remove);
    expect([...removals.ids()]).toEqual(['a']);
    expect(remove).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(5000);
    expect(remove).toHaveBeenCalledOnce();
    expect([...removals.ids()]).toEqual([]);
  });

  it('undone in time, removes nothing', async () => {
    const removals = createRemovals(1000);
    const remove = vi.fn(async () => undefined);
    removals.begin('a', remove);
    removals.undo('a');
    await vi.advanceTimersByTimeAsync(5000);
    expect(remove).not.toHaveBeenCalled();
    expect([...removals.ids()]).toEqual([]);
  });
});
