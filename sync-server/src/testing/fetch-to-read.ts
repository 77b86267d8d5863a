const closedConnection: readonly unknown[] = ['ECONNRESET', 'UND_ERR_SOCKET'];

/**
 * `fetch` for requests that change nothing. A server that stops, or that closes an idle connection just when it is used
 * again, resets it, so such a request is sent once more on a new connection.
 */
export const fetchToRead = async (url: string | URL, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, init);
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (!(cause instanceof Error && 'code' in cause && closedConnection.includes(cause.code))) throw error;
    return fetch(url, init);
  }
};
