export const forms = {
  edit: 'Change: {{field}}',
  unsaved: 'Unsaved changes · {{when}}',
  notKept: 'This device could not keep what you changed here: save before you leave.',
  discard: 'Discard changes',
  discarded: 'Changes discarded',
  saved: 'Saved',
  changed: 'Changed meanwhile',
  changedBy: 'Changed meanwhile by {{who}}, {{when}}',
  changedByYou: 'Changed meanwhile by you elsewhere, {{when}}',
  take: 'Take this',
  keep: 'Keep mine',
};
