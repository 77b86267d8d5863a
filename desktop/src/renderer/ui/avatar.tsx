import { classNames } from './class-names.ts';

const initialsOf = (name: string): string => {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words.slice(0, 1);
  return letters
    .map((word) => [...(word ?? '')].find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? '')
    .join('')
    .toUpperCase();
};

type AvatarProps = { readonly name: string; readonly size?: 'small' | 'large' };

/** A decorative circle with initials, hidden from screen readers because the name is written next to it. */
export const Avatar = ({ name, size = 'small' }: AvatarProps) => (
  <span
    aria-hidden
    className={classNames(
      'grid shrink-0 place-items-center rounded-full bg-surface-2 font-medium text-muted select-none',
      size === 'small' ? 'size-8 text-12' : 'size-12 text-16',
    )}
  >
    {initialsOf(name) || '·'}
  </span>
);
