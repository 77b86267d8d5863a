import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Bundles a page's script and its imports like the workspace's own build: as a classic script or a module (`es`). */
export const bundlePage = async (entry: URL, format: 'iife' | 'es' = 'iife'): Promise<string> => {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2023',
      minify: true,
      lib: { entry: fileURLToPath(entry), formats: [format], name: 'benchPage' },
    },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  const chunk = bundle && 'output' in bundle ? bundle.output[0] : undefined;
  if (!chunk) throw new Error(`${entry.pathname} could not be bundled.`);
  return chunk.code;
};
