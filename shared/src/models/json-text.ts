/** Undefined for what is no JSON. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is an ordinary answer here: whoever asks tells what that means.
    return undefined;
  }
};

export const isJsonObject = (text: string): boolean => {
  const value = parseJson(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value);
};
