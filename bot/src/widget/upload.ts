export type Upload = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Blob;
  readonly signal: AbortSignal;
  /** Upload progress, from 0 to 1. */
  readonly onProgress: (share: number) => void;
};

/**
 * Uploads bytes and resolves to the HTTP status, or undefined if there was no response. Uses `XMLHttpRequest` because `fetch` reports no
 * upload progress.
 */
export type SendBytes = (upload: Upload) => Promise<number | undefined>;

export const sendBytes: SendBytes = ({ url, headers, body, signal, onProgress }) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener('loadend', () => resolve(request.status === 0 ? undefined : request.status));
    signal.addEventListener('abort', () => request.abort());
    request.send(body);
  });
