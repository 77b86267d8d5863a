/** The address of a CouchDB, separate from the credentials. */
export type CouchAddress = {
  /** Without credentials and trailing slashes; a path prefix (of a proxy) is kept. */
  readonly address: string;
  /** The value of an `Authorization` header. */
  readonly authorization?: string;
};

/** Splits an address such as `http://admin:p%40ss@127.0.0.1:5984/couch` into address and credentials. */
export const readCouchUrl = (url: string): CouchAddress => {
  const { username, password, origin, pathname } = new URL(url);
  const address = `${origin}${pathname}`.replace(/(?<!\/)\/+$/, '');
  if (username === '' && password === '') return { address };
  const credentials = `${decodePart(username)}:${decodePart(password)}`;
  return { address, authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
};

/** A `%` that does not begin an escape, as in a password that was pasted unencoded, is taken literally. */
const decodePart = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
};
