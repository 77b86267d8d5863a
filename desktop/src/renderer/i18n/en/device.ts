export const device = {
  happened: {
    deviceFull: 'This device has run out of space',
    deviceBlocked: 'The browser doesn’t let this site store data',
    deviceVersion: 'The copy on this device was made by another version',
    deviceClosed: 'The copy on this device is closed',
    deviceBroken: 'The copy on this device can’t be read',
  },
  whatToDo: {
    deviceFull:
      'Free up disk space and open again. The search index has already been deleted and will be rebuilt. If there is nothing to free up, start over from the server: only what’s needed is kept.',
    deviceBlocked:
      'Allow this site to store data (cookies and site data in the browser’s settings), or open it in a normal window instead of a private one, then open again.',
    deviceVersion:
      'Update the app and open again. If there is no update, download what hasn’t been sent and start over from the server.',
    deviceClosed: 'It was removed in another window, or the browser cleared its storage. Open again.',
    deviceBroken:
      'Close other inBeTwin windows and open again. If that doesn’t help, download what hasn’t been sent and start over from the server.',
  },
  meanwhile: {
    deviceFull:
      'Nothing new can be saved. What you typed stays on the screen: keep this window open and free up disk space. The search index has already been deleted and will be rebuilt.',
    deviceClosed:
      'It was removed in another window, or the browser cleared its storage. Copy what you typed and open again: everything on the server is downloaded again.',
  },
  failed: {
    deviceFull: 'Not saved: this device is out of space. What you typed is still on the screen.',
    deviceBlocked: 'Not saved: the browser doesn’t let this site store data.',
    deviceVersion: 'Not saved: the data belongs to another version of the app.',
    deviceClosed: 'Not saved: the copy on this device is closed. Copy what you typed and open again.',
    deviceBroken: 'Not saved: the copy on this device can’t be read.',
  },
  safe: 'Everything the server has accepted is safe. Only unsent changes exist on this device alone.',
  lost: {
    title: 'The browser has deleted the copy on this device',
    nothing: 'Everything the server has accepted is downloaded again. Nothing was waiting to be sent.',
    unsent_one:
      'Everything the server has accepted is downloaded again. {{count, number}} change had not been sent: make it again.',
    unsent_other:
      'Everything the server has accepted is downloaded again. {{count, number}} changes had not been sent: make them again.',
    read: 'Got it',
  },
  unsent: {
    reading: 'Looking for unsent changes',
    unreadable: 'Unsent changes could not be read.',
    partly: 'Some records on this device can’t be read: the file will contain those that can.',
    none: 'Everything has been sent.',
    some: 'Not sent: {{what}}.',
    changes_one: '{{count, number}} change',
    changes_other: '{{count, number}} changes',
    drafts_one: '{{count, number}} draft',
    drafts_other: '{{count, number}} drafts',
    forms_one: '{{count, number}} form with unsaved changes',
    forms_other: '{{count, number}} forms with unsaved changes',
    originals_one: '{{count, number}} original file',
    originals_other: '{{count, number}} original files',
    download: 'Download unsent changes',
  },
  startOver: {
    action: 'Start over from the server',
    title: 'Start over from the server',
    text: 'The copy on this device, drafts included, is deleted and downloaded from the server again.',
    confirm: 'Delete and download again',
  },
  signOut: {
    title: 'Sign out',
    keep: 'Your data stays on this device. Unsent changes are sent when you sign in again.',
    remove: 'Remove the data from this device',
    removed: 'Drafts and unsent changes are deleted too and can’t be restored.',
    confirmKeep: 'Sign out',
    confirmRemove: 'Sign out and remove',
    removeAction: 'Sign out and remove the data',
  },
  storage: {
    label: 'Storage',
    kept: 'permanent: the browser won’t delete it on its own',
    evictable: 'temporary',
    evictableHint:
      'The browser may delete the data when the disk is full, and does so when a private window is closed. Unsent changes exist only here.',
    ask: 'Ask to keep it permanently',
    refused: 'The browser hasn’t agreed yet. Bookmarking this page or installing the app helps.',
    copy: 'Copy on this device',
  },
  draft: {
    notSaved: 'The draft can’t be saved on this device. Keep this window open; saving is retried.',
    open: 'Being edited in another tab',
    left: 'There is another draft',
    take: 'Insert',
    dismiss: 'Dismiss',
  },
};
