export const forms = {
  edit: 'Change: {{field}}',
  saved: 'Saved',
  changed: 'Changed meanwhile',
  changedBy: 'Changed meanwhile by {{who}}, {{when}}',
  changedByYou: 'Changed meanwhile by you elsewhere, {{when}}',
  take: 'Take this',
  keep: 'Keep mine',
};
