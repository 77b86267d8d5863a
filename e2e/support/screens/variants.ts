export type Variant = {
  readonly language: 'ru' | 'en';
  /** `system`: the browser's preference. */
  readonly theme: 'light' | 'dark' | 'system';
  readonly width: 1440 | 1024 | 390;
};

const heights = { 1440: 900, 1024: 768, 390: 844 } as const;

export const viewportOf = ({ width }: Variant) => ({ width, height: heights[width] });

export const fileNameOf = (screen: string, { language, theme, width }: Variant): string =>
  `${screen}-${language}-${theme}-${width}.png`;

const variant = (language: Variant['language'], theme: Variant['theme'], width: Variant['width']): Variant => ({
  language,
  theme,
  width,
});

/** Each screen in both languages, both themes and on a phone, without the full cross product. */
const usual = [variant('ru', 'light', 1440), variant('en', 'dark', 1440)];
export const phoneDark = [...usual, variant('ru', 'dark', 390)];
export const phoneLight = [...usual, variant('en', 'light', 390)];
/** The inbox has three panes, two and a drawer, or one. */
export const everyLayout = [...phoneDark, variant('en', 'light', 1024), variant('ru', 'dark', 1024)];
