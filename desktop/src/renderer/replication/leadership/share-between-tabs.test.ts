import { expect, test, vi } from 'vitest';
import { shareBetweenTabs } from './share-between-tabs.ts';

test('every tab, also one that opens later, hears what was shared last, from whichever tab it was', async () => {
  const name = crypto.randomUUID();
  const heard: Record<string, string[]> = {};
  const openTab = (tab: string) => {
    const values: string[] = [];
    heard[tab] = values;
    return shareBetweenTabs<string>(name, (value) => values.push(value));
  };
  const [first, second] = [openTab('first'), openTab('second')];
  first.share('a');
  await vi.waitFor(() => expect(heard.second?.at(-1)).toBe('a'));
  second.share('b');
  await vi.waitFor(() => expect(heard.first).toEqual(['b']));

  const late = openTab('late');
  await vi.waitFor(() => expect(heard.late?.at(-1)).toBe('b'));
  second.share('c');
  await vi.waitFor(() => expect(heard.late?.at(-1)).toBe('c'));
  // The first tab leads no more, and what it knew is not told any more.
  expect(heard.late).not.toContain('a');
  for (const tab of [first, second, late]) tab.close();
});
