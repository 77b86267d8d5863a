/** The address of the team's chat page on this workspace's server. */
export const chatUrl = (slug: string, server = window.location.origin): string =>
  `${server.replace(/\/$/, '')}/chat/${encodeURIComponent(slug)}`;
