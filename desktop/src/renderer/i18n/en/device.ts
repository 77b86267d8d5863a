export const device = {
  happened: {
    deviceFull: 'This device has run out of space',
    deviceBlocked: 'The browser does not let this site store data',
    deviceVersion: 'The copy on this device was made by another version',
    deviceClosed: 'The copy on this device is closed',
    deviceBroken: 'The copy on this device cannot be read',
  },
  whatToDo: {
    deviceFull:
      'Free disk space and open again. The search index has been dropped already: it is built anew. If there is no space to free, start over from the server: only what is needed stays.',
    deviceBlocked:
      'Allow this site to store data (cookies and site data in the browser’s settings), or open it in a normal window instead of a private one, then open again.',
    deviceVersion:
      'Update the program and open again. If there is no update, download what is not sent and start over from the server.',
    deviceClosed: 'It was removed in another window, or the browser cleared its storage. Open again.',
    deviceBroken:
      'Close other inBeTwin windows and open again. If that does not help, download what is not sent and start over from the server.',
  },
  meanwhile: {
    deviceFull:
      'Nothing new can be saved. What you typed stays on the screen: keep this window open and free disk space. The search index has been dropped already and is built anew.',
    deviceClosed:
      'It was removed in another window, or the browser cleared its storage. Copy what you typed and open again: everything on the server is downloaded anew.',
  },
  failed: {
    deviceFull: 'Not saved: this device is out of space. What you typed is still on the screen.',
    deviceBlocked: 'Not saved: the browser does not let this site store data.',
    deviceVersion: 'Not saved: the data is of another version of the program.',
    deviceClosed: 'Not saved: the copy on this device is closed. Copy what you typed and open again.',
    deviceBroken: 'Not saved: the copy on this device cannot be read.',
  },
  safe: 'Everything the server has accepted is safe. Only what is not sent yet is on this device alone.',
  lost: {
    title: 'The browser has deleted the copy on this device',
    nothing: 'Everything the server has accepted is downloaded anew. Nothing was waiting to be sent.',
    unsent_one:
      'Everything the server has accepted is downloaded anew. {{count, number}} change had not left: make it again.',
    unsent_other:
      'Everything the server has accepted is downloaded anew. {{count, number}} changes had not left: make them again.',
    read: 'Got it',
  },
  unsent: {
    reading: 'Looking for what is not sent yet',
    unreadable: 'What is not sent could not be read.',
    partly: 'Some records on this device cannot be read: the file will hold what could be.',
    none: 'Everything is sent.',
    some: 'Not sent: {{what}}.',
    changes_one: '{{count, number}} change',
    changes_other: '{{count, number}} changes',
    drafts_one: '{{count, number}} draft',
    drafts_other: '{{count, number}} drafts',
    forms_one: '{{count, number}} form with unsaved changes',
    forms_other: '{{count, number}} forms with unsaved changes',
    originals_one: '{{count, number}} original file',
    originals_other: '{{count, number}} original files',
    download: 'Download what is not sent',
  },
  startOver: {
    action: 'Start over from the server',
    title: 'Start over from the server',
    text: 'The copy on this device is deleted, drafts included, and downloaded from the server anew.',
    confirm: 'Delete and download anew',
  },
  signOut: {
    title: 'Sign out',
    keep: 'The data stays on this device. What is not sent leaves when you sign in again.',
    remove: 'Remove the data from this device',
    removed: 'Drafts and everything not sent are deleted, too: they cannot be brought back.',
    confirmKeep: 'Sign out',
    confirmRemove: 'Sign out and remove',
    removeAction: 'Sign out and remove the data',
  },
  storage: {
    label: 'Storage',
    kept: 'permanent: the browser deletes nothing by itself',
    evictable: 'temporary',
    evictableHint:
      'The browser may delete the data when the disk is full, and does so when a private window is closed. What is not sent is here alone.',
    ask: 'Ask to keep it permanently',
    refused: 'The browser has not agreed yet. A bookmark of this page or installing the app helps.',
    copy: 'Copy on this device',
  },
  draft: {
    notSaved: 'The draft cannot be saved on this device: keep this window open. It is tried again.',
    open: 'Being written in another tab',
    left: 'Another draft was left',
    take: 'Insert',
    dismiss: 'Dismiss',
  },
};
