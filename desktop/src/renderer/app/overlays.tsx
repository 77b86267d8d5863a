import { SignOutDialog } from '../features/device/sign-out-dialog.tsx';
import { NewLeadPanel } from '../features/leads/new-lead-panel.tsx';
import { JoinPanel } from '../features/local/join-panel.tsx';
import { CommandPalette } from './command-palette.tsx';
import type { Overlay } from './overlay.ts';
import { ShortcutsPanel } from './shortcuts-panel.tsx';

/** What opens over every screen. */
export const Overlays = ({ shown }: { readonly shown: Overlay }) => (
  <>
    <CommandPalette open={shown === 'palette'} />
    <ShortcutsPanel open={shown === 'shortcuts'} />
    <NewLeadPanel open={shown === 'new-lead'} />
    <JoinPanel open={shown === 'join-team'} />
    <SignOutDialog shown={shown} />
  </>
);
