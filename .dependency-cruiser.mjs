/** The house's boundaries (docs/architecture.md): a forbidden import fails `npm run check`. */
const shared = (...folders) => `^shared/src/(${folders.join('|')})/`;
const notTests = '\\.test\\.tsx?$';

const forbid = (name, from, to) => ({ name, severity: 'error', from, to });

// Each layer of `shared` may import itself and the layers to its left.
const layers = [
  ['entities', 'merge', 'calendar', 'text'],
  ['channels', 'contracts', 'ports', 'timing'],
  ['search', 'models', 'reading', 'wording'],
  ['knowledge', 'twins', 'leads', 'guardrails', 'conversations', 'tools'],
  ['agents'],
  ['packs'],
];
const layerRules = layers
  .slice(0, -1)
  .map((layer, index) =>
    forbid(
      `shared-layer-${layer.join('-')}`,
      { path: shared(...layer), pathNot: notTests },
      { path: shared(...layers.slice(index + 1).flat()) },
    ),
  );

const renderer = (...folders) => `^desktop/src/renderer/(${folders.join('|')})/`;
const notRendererTests = `${notTests}|/testing/`;

// Each layer of the renderer may import the layers above it in this list, and nothing else.
const rendererLayers = [
  ['i18n'],
  ['base'],
  ['storage'],
  ['ui', 'session'],
  ['service-worker'],
  ['database'],
  ['replication'],
  ['files', 'search', 'imports'],
  ['workspace'],
  ['parts'],
  ['features'],
  ['app'],
];
const rendererRules = rendererLayers.flatMap((layer, index) =>
  layer
    .map((folder) =>
      forbid(
        `renderer-layer-${folder}`,
        { path: renderer(folder), pathNot: notRendererTests },
        {
          path: renderer(
            ...rendererLayers
              .slice(index)
              .flat()
              .filter((other) => other !== folder),
          ),
        },
      ),
    )
    .filter(({ to }) => to.path !== renderer()),
);

const onlyIn = (library, where) =>
  forbid(`${library}-only-in-its-home`, { pathNot: where }, { path: `node_modules/${library}/` });

export default {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }),
    forbid('shared-imports-nobody', { path: '^shared/' }, { path: '^(bot|sync-server|desktop|e2e|bench)/' }),
    forbid('shared-is-isomorphic', { path: '^shared/src/', pathNot: notTests }, { dependencyTypes: ['core'] }),
    forbid('bot-imports-shared-only', { path: '^bot/' }, { path: '^(sync-server|desktop)/' }),
    forbid('server-never-imports-desktop', { path: '^sync-server/' }, { path: '^desktop/' }),
    // Tests alone drive replication against the real gateway.
    forbid(
      'desktop-imports-shared-only',
      { path: '^desktop/', pathNot: `${notTests}|/replication/(proof/)?testing/` },
      { path: '^(sync-server|bot)/' },
    ),
    forbid('main-apart', { path: '^desktop/src/main/' }, { path: '^desktop/src/(preload|renderer)/' }),
    forbid('preload-apart', { path: '^desktop/src/preload/' }, { path: '^desktop/src/(main|renderer)/' }),
    forbid('renderer-apart', { path: '^desktop/src/renderer/' }, { path: '^desktop/src/(main|preload)/' }),
    forbid(
      'testing-only-from-tests',
      { path: '^(shared|bot|sync-server|desktop)/src/', pathNot: `${notTests}|/testing/|\\.(contract|suite)\\.ts$` },
      { path: '/testing/' },
    ),
    ...layerRules,
    ...rendererRules,
    forbid(
      'features-import-no-other-feature',
      { path: '^desktop/src/renderer/features/([^/]+)/', pathNot: notRendererTests },
      { path: '^desktop/src/renderer/features/', pathNot: '^desktop/src/renderer/features/$1/' },
    ),
    onlyIn('nano', '^sync-server/src/store/couch/'),
    onlyIn('rabbitmq-client', '^sync-server/src/broker/'),
    onlyIn('oauth4webapi', '^sync-server/src/channels/oauth/'),
    onlyIn('grammy', '^bot/src/channels/telegram/'),
    onlyIn('openai', '^shared/src/models/openai'),
    onlyIn('@orama/orama', '^(shared/src/search/|bench/)'),
    forbid(
      'electron-only-in-shell',
      { pathNot: '^desktop/(src/(main|preload)|electron\\.vite\\.config)|^e2e/' },
      { path: '^node_modules/electron/' },
    ),
    forbid('no-orphans', { orphan: true, pathNot: '\\.(d\\.ts|test\\.tsx?|config\\.ts)$|^scripts/' }, {}),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(out|dist|release)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
