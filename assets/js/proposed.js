/* Fields of a form that the page has filled in as a proposal: not the person's word until he touches them. */

/* A region is three selects: registered_region_0, _1, _2. */
export function fieldOf(name) {
  return (name || "").replace(/_[0-2]$/, "");
}

/* The form as it would be sent, without the fields of these names. */
export function without(form, names) {
  const data = new FormData(form);
  for (const name of [...data.keys()]) if (names.includes(fieldOf(name))) data.delete(name);
  return data;
}
