/** The renderer's origin in the built application; in development it is the bundler's address. */
export const APP_ORIGIN = 'app://inbetwin';

/** Whether an address belongs to the renderer; everything else is untrusted, whatever frame it is in. */
export const isOwnAddress = (address: string, ownOrigins: readonly string[]): boolean => {
  const url = URL.parse(address);
  // For schemes unknown to the URL standard, `origin` is "null".
  return url !== null && ownOrigins.includes(`${url.protocol}//${url.host}`);
};
