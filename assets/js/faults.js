/* What is wrong with a form, beside its fields: {name: message}; marks of before go. */
export function markFaults(form, errors) {
  for (const old of form.querySelectorAll(".errorlist")) old.remove();
  for (const old of form.querySelectorAll("[aria-invalid]")) old.removeAttribute("aria-invalid");
  for (const old of form.querySelectorAll(".field.wrong")) old.classList.remove("wrong");
  for (const [name, message] of Object.entries(errors)) {
    const input = form.elements.namedItem(name) || form.elements.namedItem(`${name}_0`);
    const first = input && (input.closest ? input : input[0]);
    const field = first && first.closest(".field");
    if (!field) continue;
    field.classList.add("wrong");
    first.setAttribute("aria-invalid", "true");
    const list = document.createElement("ul");
    list.className = "errorlist";
    list.append(Object.assign(document.createElement("li"), { textContent: [].concat(message).join("；") }));
    field.append(list);
  }
}
