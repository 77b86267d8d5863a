import type { Page } from '@playwright/test';

/** A translation key shown instead of its text, an unfilled placeholder, or a value such as `undefined`. */
const RAW =
  /(?<![\w@/.-])(?:nav|action|channel|language|time|author|status|palette|shortcuts|errors|signIn|inbox|approvals|leads|contacts|knowledge|searchLab|settings|sync|device|local|agents|runs)\.[a-z][A-Za-z]*(?:\.\w+)*(?![\w.@-])|\{\{|\[object |\bNaN\b|\bundefined\b/;

/** Returns the visible faults of this page as text; empty if there are none. */
export const inspectPage = async (page: Page): Promise<readonly string[]> => {
  const { text, wide, alerts, isMoved } = await page.evaluate(() => {
    const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    const describe = (element: Element) =>
      `<${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.id}>`;
    const scrolls = (element: Element) => {
      const overflow = getComputedStyle(element).overflowX;
      const mayScroll = element === document.documentElement || overflow === 'auto' || overflow === 'scroll';
      return mayScroll && element.scrollWidth > element.clientWidth + 1;
    };
    const all = [...document.querySelectorAll('*')].filter(isShown);
    const named = all.flatMap((element) =>
      ['aria-label', 'title', 'placeholder'].flatMap((name) => element.getAttribute(name) ?? []),
    );
    return {
      isMoved: document.documentElement.scrollTop + document.body.scrollTop > 0,
      text: [document.body.innerText, ...named].join('\n'),
      wide: all.filter(scrolls).map(describe),
      alerts: [...document.querySelectorAll('[role="alert"], [data-sonner-toast][data-type="error"]')]
        .filter(isShown)
        .map((element) => element.textContent ?? ''),
    };
  });
  const raw = RAW.exec(text);
  return [
    ...(raw ? [`raw words: ${raw[0]}`] : []),
    // Content scrolls inside the window, never the window itself, whose bars would move.
    ...(isMoved ? ['the window is scrolled away'] : []),
    ...wide.map((element) => `scrolls sideways: ${element}`),
    ...alerts.map((alert) => `shows an error: ${alert}`),
  ];
};
