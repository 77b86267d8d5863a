export const forms = {
  edit: 'Change: {{field}}',
  unsaved: 'Unsaved changes · {{when}}',
  notKept: 'This device couldn’t keep your changes: save before you leave.',
  discard: 'Discard changes',
  discarded: 'Changes discarded',
  saved: 'Saved',
  changed: 'Changed in the meantime',
  changedBy: 'Changed in the meantime by {{who}}, {{when}}',
  changedByYou: 'Changed in the meantime by you elsewhere, {{when}}',
  take: 'Use this',
  keep: 'Keep mine',
};
