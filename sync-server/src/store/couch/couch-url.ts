/** Where a CouchDB is, apart from who asks. */
export type CouchAddress = {
  /** Without credentials and without a slash at the end; a path before the databases' names (a proxy's) stays. */
  readonly address: string;
  /** The value of an `Authorization` header. */
  readonly authorization?: string;
};

/** Takes user and password out of an address such as `http://admin:p%40ss@127.0.0.1:5984/couch`. */
export const readCouchUrl = (url: string): CouchAddress => {
  const { username, password, origin, pathname } = new URL(url);
  const address = `${origin}${pathname}`.replace(/(?<!\/)\/+$/, '');
  if (username === '' && password === '') return { address };
  const credentials = `${decodePart(username)}:${decodePart(password)}`;
  return { address, authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
};

/** A `%` that begins no escape, as in a password pasted as it is, stands for itself. */
const decodePart = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
};
