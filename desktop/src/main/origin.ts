/** The renderer's origin in the built application; in development it is the address of the bundler. */
export const APP_ORIGIN = 'app://inbetwin';

/** Whether an address belongs to the renderer: everything else is a stranger, whatever frame it is in. */
export const isOwnAddress = (address: string, ownOrigins: readonly string[]): boolean => {
  const url = URL.parse(address);
  // `origin` of a scheme that the URL standard does not know is "null".
  return url !== null && ownOrigins.includes(`${url.protocol}//${url.host}`);
};
