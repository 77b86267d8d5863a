import { answerRequest } from './answer-request.ts';
import type { BuiltFiles } from './built-files.ts';
import { createKeptBuilds } from './kept-builds.ts';
import { openFromNotification } from './open-from-notification.ts';
import type { WorkerScope } from './worker-scope.ts';

declare const self: WorkerScope;
declare const builtFiles: BuiltFiles;

const root = self.registration.scope;
const builds = createKeptBuilds(caches, root);

self.addEventListener('install', (event) => event.waitUntil(builds.keep(builtFiles)));

// A newer worker waits until no page of an older build is open, so that no page loses a file that it has yet to load.
self.addEventListener('activate', (event) => {
  event.waitUntil(builds.dropAllBut(builtFiles).then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const answer = answerRequest({ builds, fetch, root }, event.request);
  if (answer) event.respondWith(answer);
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openFromNotification(self.clients, root, event.notification.data));
});
