/** The part of the bundler's module graph that is used here. */
type Graph = { getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null };

/**
 * Names the chunk of a module: of what the page begins with, or of what the workspace with its inbox needs besides. Otherwise the
 * bundler would make a file of each piece that two screens share, far over a hundred. Undefined: as the bundler sees fit.
 */
export const createChunkNames = (entries: { readonly start: string; readonly workspace: string }) => {
  let start: ReadonlySet<string> | undefined;
  let workspace: ReadonlySet<string> | undefined;
  return (id: string, graph: Graph): string | undefined => {
    start ??= importedBy(entries.start, graph);
    workspace ??= importedBy(entries.workspace, graph);
    // The entries keep files of their own.
    if (id === entries.start || id === entries.workspace) return undefined;
    if (start.has(id)) return 'start';
    return workspace.has(id) ? 'workspace' : undefined;
  };
};

/** The module itself and all that it imports in turn, save what it imports on demand. */
const importedBy = (entry: string, graph: Graph): ReadonlySet<string> => {
  const found = new Set<string>();
  const waiting = [entry];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...(graph.getModuleInfo(id)?.importedIds ?? []));
  }
  return found;
};
