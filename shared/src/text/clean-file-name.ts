import { cutText } from './cut-text.ts';

const MAX_NAME = 200;
const MAX_EXTENSION = 12;

/** Control characters, direction marks that disguise an extension, and characters with a meaning in file systems. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:*?"<>|]/gu;

/** Returns the last part of a path as a file name that is safe on all systems; `fallback` if nothing is left. */
export const cleanFileName = (raw: string, fallback: string): string => {
  const last = raw.toWellFormed().split(/[/\\]/u).at(-1) ?? '';
  const name = last.replace(UNSAFE, ' ').replace(/\s+/gu, ' ').trim();
  const visible = withoutDots(name);
  if (visible === '') return fallback;
  const extension = extensionOf(visible);
  return `${cutText(visible.slice(0, visible.length - extension.length), MAX_NAME - extension.length)}${extension}`;
};

/** A leading dot hides a file, and Windows drops a trailing one. */
const withoutDots = (name: string): string => {
  let [start, end] = [0, name.length];
  while (start < end && (name[start] === '.' || name[start] === ' ')) start += 1;
  while (end > start && (name[end - 1] === '.' || name[end - 1] === ' ')) end -= 1;
  return name.slice(start, end);
};

const extensionOf = (name: string): string => {
  const at = name.lastIndexOf('.');
  return at > 0 && name.length - at <= MAX_EXTENSION ? name.slice(at) : '';
};
