import type { Attachment } from '@inbetwin/shared/entities/attachment.ts';
import { type RefObject, useCallback, useEffect, useState } from 'react';
import type { StoredFile } from '../../../parts/files/use-stored-file.ts';

/** A larger image that is not on this device is fetched only on request. Bytes. */
const MAX_UNASKED_BYTES = 3 * 1024 * 1024;

type Shown = {
  readonly attachment: Attachment;
  readonly file: StoredFile;
  /** The element that shows the image, which is fetched when this scrolls into view. */
  readonly place: RefObject<Element | null>;
};

/** `url` is for an `img` element, undefined until the bytes are here; `load` fetches them now. */
export const useImage = ({ attachment: { type = '', size = 0 }, file, place }: Shown) => {
  const { state, obtain } = file;
  const [bytes, setBytes] = useState<Blob>();
  const [url, setUrl] = useState<string>();
  const isSeen = useIsSeen(place);
  const isLight = state !== undefined && (state.isHere || size <= MAX_UNASKED_BYTES);

  const load = useCallback(async () => setBytes(await obtain()), [obtain]);

  useEffect(() => {
    if (isSeen && isLight) void load();
  }, [isSeen, isLight, load]);

  useEffect(() => {
    if (!bytes) return undefined;
    // The server determined the type from the bytes, and it is one of a few bitmap formats.
    const address = URL.createObjectURL(new Blob([bytes], { type }));
    setUrl(address);
    return () => URL.revokeObjectURL(address);
  }, [bytes, type]);

  return { url, load };
};

const useIsSeen = (place: RefObject<Element | null>): boolean => {
  const [isSeen, setIsSeen] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element || isSeen) return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setIsSeen(true);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [place, isSeen]);
  return isSeen;
};
