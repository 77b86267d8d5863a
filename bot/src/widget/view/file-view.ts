import { formatFileSize } from '../file-size.ts';
import { make } from '../page-parts.ts';
import type { ChatFile } from '../protocol.ts';
import type { Words } from '../words.ts';

/** Larger images are fetched only when the visitor asks for them. Bytes. */
const MAX_UNASKED_BYTES = 3 * 1024 * 1024;
/** Most browsers read an object URL immediately when it is clicked, some a moment later. Milliseconds. */
const KEEP_URL_MS = 60_000;

/** Reads a file of the chat; rejects if it is not available now. */
export type ReadFile = (path: string) => Promise<Blob>;

type Viewing = { readonly words: Words; readonly readFile: ReadFile };

/** Renders a message's files: images are shown, other files can be saved, and a file that is not available is only named. */
export const viewFiles = (files: readonly ChatFile[], viewing: Viewing): HTMLElement => {
  const list = make('ul', 'text files', ...files.map((file) => viewFile(file, viewing)));
  list.setAttribute('aria-label', viewing.words.files);
  return list;
};

const viewFile = (file: ChatFile, viewing: Viewing): HTMLElement => {
  const { name, size, path } = file;
  const row = make('li', 'file');
  if (path !== undefined && file.image !== undefined && (size ?? 0) <= MAX_UNASKED_BYTES) {
    row.append(viewPicture({ ...file, path }, viewing));
  }
  row.append(make('span', 'file-name', name));
  if (size !== undefined) row.append(make('span', 'file-size', formatFileSize(size, viewing.words)));
  if (path !== undefined) row.append(viewSaving(name, () => viewing.readFile(path), viewing.words));
  return row;
};

type Picture = ChatFile & { readonly path: string };

/** Reserves the image's space before it is loaded; it is fetched when it scrolls into view. */
const viewPicture = ({ name, image = '', path }: Picture, { readFile }: Viewing): HTMLElement => {
  const picture = make('img', 'picture');
  picture.alt = name;
  const show = async (): Promise<void> => {
    // The server determined the type from the bytes, and it is one of a few bitmap formats.
    const url = URL.createObjectURL(new Blob([await readFile(path)], { type: image }));
    picture.addEventListener('load', () => URL.revokeObjectURL(url), { once: true });
    picture.src = url;
  };
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    // The name and the save button are shown in any case.
    show().catch(() => picture.remove());
  });
  observer.observe(picture);
  return picture;
};

const viewSaving = (name: string, read: () => Promise<Blob>, words: Words): HTMLElement => {
  const button = make('button', 'action', words.save);
  button.type = 'button';
  button.setAttribute('aria-label', `${words.save}: ${name}`);
  const status = make('span', 'unseen');
  status.setAttribute('role', 'status');
  const save = async (): Promise<void> => {
    button.disabled = true;
    try {
      saveAs(name, await read());
      button.textContent = words.save;
      status.textContent = '';
    } catch {
      button.textContent = words.saveAgain;
      status.textContent = words.notSaved;
    } finally {
      button.disabled = false;
    }
  };
  button.addEventListener('click', () => void save());
  return make('span', 'saving', button, status);
};

const saveAs = (name: string, bytes: Blob): void => {
  const link = make('a', '');
  link.href = URL.createObjectURL(bytes);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP_URL_MS);
};
