/** Parses JSON; undefined if the text is not JSON. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Text that is not JSON is an expected case here, and the caller decides what it means.
    return undefined;
  }
};

export const isJsonObject = (text: string): boolean => {
  const value = parseJson(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value);
};
