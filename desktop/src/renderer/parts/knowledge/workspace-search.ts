import type { Workspace } from '../../database/workspace-database.ts';
import { createRendererSearch, type RendererSearch } from '../../search/renderer-search.ts';

const opened = new WeakMap<Workspace, RendererSearch>();

/** The search of an open workspace, created on first use and closed with the workspace. */
export const searchOf = (workspace: Workspace): RendererSearch => {
  const known = opened.get(workspace);
  if (known) return known;
  const search = createRendererSearch({ passages: workspace.collections.passages });
  workspace.database.onClose.push(search.close);
  opened.set(workspace, search);
  return search;
};
