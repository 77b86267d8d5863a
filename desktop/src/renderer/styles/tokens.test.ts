import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { channelKinds } from '@inbetwin/shared/channels/registry.ts';
import { describe, expect, it } from 'vitest';

type Scheme = 'light' | 'dark';

const css = readFileSync(resolve(import.meta.dirname, 'tokens.css'), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name, light, dark]) => [
    name,
    { light, dark },
  ]),
);

const colourOf = (name: string, scheme: Scheme): string => {
  const colour = (tokens.get(name) ?? channels.get(name))?.[scheme];
  if (colour === undefined) throw new Error(`No token --${name}`);
  return colour;
};

/** Relative luminance and contrast ratio as WCAG 2.2 defines them. */
const luminance = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (a: string, b: string): number => {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
};

const grounds = ['bg', 'surface', 'surface-2', 'accent-soft', 'agent-soft', 'caution-soft', 'danger-soft'];
const inks = ['text', 'text-muted', 'text-faint'];
/** The colors that kinds of channels declare. */
const channels = new Map(Object.values(channelKinds).map(({ kind, look }) => [`channel ${kind}`, look.color]));
const signals = ['accent', 'positive', 'caution', 'danger', 'agent', 'channel-other', ...channels.keys()];
const textPairs = [
  ...grounds.flatMap((ground) => [...inks, 'accent'].map((ink) => [ink, ground] as const)),
  ...['bg', 'surface', 'surface-2', 'accent-soft'].flatMap((ground) => signals.map((ink) => [ink, ground] as const)),
  ...['caution', 'danger', 'agent'].map((role) => [role, `${role}-soft`] as const),
  ['accent-text', 'accent'] as const,
  ['danger-text', 'danger'] as const,
];

describe.each<Scheme>(['light', 'dark'])('the %s colours', (scheme) => {
  it.each(textPairs)('%s on %s reach 4.5:1', (ink, ground) => {
    expect(contrast(colourOf(ink, scheme), colourOf(ground, scheme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['bg', 'surface', 'surface-2'])('outlines of controls reach 3:1 on %s', (ground) => {
    expect(contrast(colourOf('line-strong', scheme), colourOf(ground, scheme))).toBeGreaterThanOrEqual(3);
  });
});
