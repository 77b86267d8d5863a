import { bridge } from '../../../session/bridge.ts';

/**
 * Opens a platform's sign-in page: in a browser in place of the workspace, and in Electron, whose windows never navigate away, in the
 * default browser. The platform redirects the administrator back to the workspace.
 */
export const leaveFor = (url: string): void => {
  if (bridge()) window.open(url, '_blank', 'noreferrer');
  else window.location.assign(url);
};
