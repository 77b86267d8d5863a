/** Fills in the placeholders. A value that ends a sentence takes the place of the period behind it. */
export const fillSentence = (text: string, values: Readonly<Record<string, string>>): string =>
  text
    .replaceAll(/(\{\s{0,9}([^{}\s]{1,40})\s{0,9}\})(\.?)/g, (whole, _braces: string, name: string, period: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) return whole;
      return /[.!?…]$/u.test(value) ? value : value + period;
    })
    .replaceAll(/ {2,}/g, ' ')
    .trim();
