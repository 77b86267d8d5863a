import type { Grade, Judgement, Mark } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { digestText } from '@inbetwin/shared/text/digest-text.ts';
import { Check, CircleDot, type LucideIcon, X } from 'lucide-react';

/** The icon, text, and color of each grade, so that grades never differ by color alone. */
export const gradeLooks = {
  2: { word: 'relevant', icon: Check, ink: 'text-positive' },
  1: { word: 'partly', icon: CircleDot, ink: 'text-caution' },
  0: { word: 'irrelevant', icon: X, ink: 'text-danger' },
} as const satisfies Record<Grade, { word: string; icon: LucideIcon; ink: string }>;

/** The effective mark of a passage: the team's latest for this exact text, whatever its id was. */
export const markOf = (judgement: Judgement | null | undefined, text: string): Mark | undefined => {
  if (!judgement?.marks?.length) return undefined;
  const digest = digestText(text);
  return judgement.marks.filter((mark) => mark.digest === digest).toSorted((a, b) => b.at - a.at)[0];
};

/** Keeps the latest mark per passage. */
export const latestMarks = ({ marks = [] }: Judgement): readonly Mark[] => [
  ...new Map(marks.toSorted((a, b) => a.at - b.at).map((mark) => [mark.digest, mark])).values(),
];
