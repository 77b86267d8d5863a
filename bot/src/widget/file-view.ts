import { formatFileSize } from './file-size.ts';
import { make } from './page-parts.ts';
import type { ChatFile } from './protocol.ts';
import type { Words } from './words.ts';

/** A larger picture is fetched when the visitor asks for it. */
const MAX_UNASKED_BYTES = 3 * 1024 * 1024;
/** A browser reads an object URL that is clicked right away, and some a moment later. */
const KEEP_URL_MS = 60_000;

/** Reads a file of the chat; rejects when it cannot be had now. */
export type ReadFile = (path: string) => Promise<Blob>;

type Viewing = { readonly words: Words; readonly readFile: ReadFile };

/** The files of a message: pictures are shown, all else is saved. One that is nowhere yet is a name. */
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

/** Takes the same room before and after it is there. It is read when it comes into sight. */
const viewPicture = ({ name, image = '', path }: Picture, { readFile }: Viewing): HTMLElement => {
  const picture = make('img', 'picture');
  picture.alt = name;
  const show = async (): Promise<void> => {
    // The type is what the server found in the bytes, one of a few bitmaps.
    const url = URL.createObjectURL(new Blob([await readFile(path)], { type: image }));
    picture.addEventListener('load', () => URL.revokeObjectURL(url), { once: true });
    picture.src = url;
  };
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    // The name and the button to save it are there in any case.
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
