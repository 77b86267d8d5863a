import { formatFileSize } from './file-size.ts';
import { pagePart } from './page-parts.ts';
import { MAX_CHAT_FILE } from './protocol.ts';
import type { Words } from './words.ts';

/** Takes files from the button, the clipboard, or a drop on the page. A file that is too large is reported by name; the others are sent. */
export const createFilePicker = (words: Words, attach: (file: File) => void): void => {
  const button = pagePart('attach');
  const input = pagePart('files');
  const refusal = pagePart('file-refusal');
  button.setAttribute('aria-label', words.attach);
  button.title = words.attach;

  const take = (files: Iterable<File>): void => {
    const all = [...files];
    const tooLarge = all.filter(({ size }) => size > MAX_CHAT_FILE).map(({ name }) => name);
    const limit = formatFileSize(MAX_CHAT_FILE, words);
    refusal.textContent = tooLarge.length > 0 ? words.fileTooLarge(tooLarge.join(', '), limit) : '';
    for (const file of all) if (file.size <= MAX_CHAT_FILE) attach(file);
  };

  button.addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    take(input.files ?? []);
    // Allows the same file to be chosen again.
    input.value = '';
  });
  pagePart('text').addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    take(files);
  });
  // A file dropped outside the box must not replace the page.
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    take(event.dataTransfer?.files ?? []);
  });
};
