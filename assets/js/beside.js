/* What the field beside a searched select holds (the level beside the major), as a part of the query: the answers follow
   it, so when it changes they have to be asked for again. */
export function besides(controller) {
  const name = controller.besideValue;
  const field = name && controller.element.form.elements.namedItem(name);
  if (!field) return "";
  field.onchange = () => controller.select && (controller.select.loadedSearches = {});
  return `&${name}=${encodeURIComponent(field.value)}`;
}
