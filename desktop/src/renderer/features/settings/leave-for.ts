import { bridge } from '../../session/bridge.ts';

/**
 * Opens the page of a platform: in a browser in place of the workspace, in Electron, whose windows never leave it, in the default browser.
 * The platform sends the administrator back to the workspace.
 */
export const leaveFor = (url: string): void => {
  if (bridge()) window.open(url, '_blank', 'noreferrer');
  else window.location.assign(url);
};
