import type { Overlay } from '../../base/overlay.ts';
import { NewLeadPanel } from '../../features/leads/new-lead-panel.tsx';
import { JoinPanel } from '../../features/sign-in/join-panel.tsx';
import { SignOutDialog } from '../../parts/device/sign-out-dialog.tsx';
import { CommandPalette } from '../commands/command-palette.tsx';
import { ShortcutsPanel } from '../commands/shortcuts-panel.tsx';

/** The dialogs that open above any screen. */
export const Overlays = ({ shown }: { readonly shown: Overlay }) => (
  <>
    <CommandPalette open={shown === 'palette'} />
    <ShortcutsPanel open={shown === 'shortcuts'} />
    <NewLeadPanel open={shown === 'new-lead'} />
    <JoinPanel open={shown === 'join-team'} />
    <SignOutDialog shown={shown} />
  </>
);
