import type { Step } from '@inbetwin/shared/entities/run.ts';
import { CircleAlert, Hand, Info, type LucideIcon, MessageSquare, Route, Sparkles, Wrench } from 'lucide-react';

export const stepIcons: Readonly<Record<Step['kind'], LucideIcon>> = {
  route: Route,
  model: Sparkles,
  tool: Wrench,
  reply: MessageSquare,
  handover: Hand,
  event: Info,
};

export const failedIcon: LucideIcon = CircleAlert;
