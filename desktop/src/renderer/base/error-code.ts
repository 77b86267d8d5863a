/** A short code for an error: its own stable code, or a hash of its name and message that is the same on every device. */
export const errorCodeOf = (error: Error): string => {
  if ('code' in error && typeof error.code === 'string') return error.code;
  let hash = 0x811c9dc5; // FNV-1a
  for (const character of `${error.name}:${error.message}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return `ui.${(hash >>> 0).toString(36)}`;
};
