/** The part of the bundler's module graph that is used here. */
type Graph = { getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null };

/**
 * Names the chunk of a module: the one that the page starts with, or the one that the workspace and its inbox need in addition. Without it,
 * the bundler would create a file for each piece that two screens share, well over a hundred. Undefined leaves the choice to the bundler.
 */
export const createChunkNames = (entries: { readonly start: string; readonly workspace: string }) => {
  let start: ReadonlySet<string> | undefined;
  let workspace: ReadonlySet<string> | undefined;
  return (id: string, graph: Graph): string | undefined => {
    start ??= importedBy(entries.start, graph);
    workspace ??= importedBy(entries.workspace, graph);
    // Entry points keep their own files.
    if (id === entries.start || id === entries.workspace) return undefined;
    if (start.has(id)) return 'start';
    return workspace.has(id) ? 'workspace' : undefined;
  };
};

/** The module with everything that it imports statically, directly or indirectly. */
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
