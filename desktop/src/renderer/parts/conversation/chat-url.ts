/** The team's chat page, on the server that this workspace belongs to. */
export const chatUrl = (slug: string, server = window.location.origin): string =>
  `${server.replace(/\/$/, '')}/chat/${encodeURIComponent(slug)}`;
