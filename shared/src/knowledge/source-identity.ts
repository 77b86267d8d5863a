/** SHA-256 in hex. */
export const digestOf = async (bytes: Uint8Array): Promise<string> => {
  const hash = await globalThis.crypto.subtle.digest('SHA-256', new Uint8Array(bytes));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

/** The file name as stored in the source. */
export const storedFileName = (fileName: string): string => baseName(fileName).slice(-300);

export const baseName = (fileName: string): string => fileName.split(/[/\\]/).at(-1) ?? fileName;
