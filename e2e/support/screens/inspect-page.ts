import type { Page } from '@playwright/test';

/** A key of the words shown in their place, a value that was not filled in, or one that nobody should read. */
const RAW =
  /(?<![\w@/.-])(?:nav|action|channel|language|time|author|status|palette|shortcuts|errors|signIn|inbox|approvals|leads|contacts|knowledge|searchLab|settings|sync|device|local|agents|runs)\.[a-z][A-Za-z]*(?:\.\w+)*(?![\w.@-])|\{\{|\[object |\bNaN\b|\bundefined\b/;

/** What a person would complain about on this page, in words; nothing when it is in order. */
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
    // Only what lies within the window scrolls, never the window itself: its bars would leave their place.
    ...(isMoved ? ['the window is scrolled away'] : []),
    ...wide.map((element) => `scrolls sideways: ${element}`),
    ...alerts.map((alert) => `shows an error: ${alert}`),
  ];
};
