/* What somebody types stays in this window (sessionStorage) until it has arrived: a session that ends, a page loaded anew,
   a server that does not answer cost nobody his words. It belongs to the account whose key the page carries
   (<meta name="owner">): whoever comes next on the same browser never sees it, and 退出登录 clears it in every window.
   Passwords, codes and files are never kept. One entry for each form: {at, sent, values: {name: [{value, label}]}}. */
const PREFIX = "zhupei-kept:";
const CLEARED = "zhupei-kept-cleared";
const LIFE = 12 * 3600 * 1000;
const SECRET = /password|^old$|(^|_)code$|^token$|captcha|csrf|^truthful$/;

const owner = () => (document.querySelector("meta[name=owner]") || {}).content || "";
const pathOf = (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname;
const keyOf = (form) => `${PREFIX}${owner()}:${location.pathname}:${pathOf(form)}:${form.id}`;

function store() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

const box = store();
const keys = () => (box ? Object.keys(box).filter((key) => key.startsWith(PREFIX)) : []);
const read = (key) => JSON.parse(box.getItem(key) || "null");

function write(key, entry) {
  try {
    box.setItem(key, JSON.stringify(entry));
  } catch {
    /* Full or forbidden: then the server's page keeps it. */
  }
}

function kept(field) {
  return (
    field.name && field.form && field.form.method === "post" && field.form.closest("main") &&
    !["password", "file", "hidden", "submit", "button"].includes(field.type) &&
    field.autocomplete !== "one-time-code" && !field.hasAttribute("data-unsaved") && !SECRET.test(field.name)
  );
}

/* A field by its name as it stands: text, ticks, or the chosen option with its words (lists are filled in later). */
function state(form, name) {
  const found = [...form.elements].filter((each) => each.name === name && each.type !== "submit");
  return found.flatMap((each) => {
    if (each.type === "radio" || each.type === "checkbox") return each.checked ? [{ value: each.value }] : [];
    if (each.tagName !== "SELECT") return [{ value: each.value }];
    return [...each.selectedOptions].map((option) => ({ value: option.value, label: option.text }));
  });
}

function note(event) {
  const field = event.target;
  if (!box || !owner() || !kept(field)) return;
  const key = keyOf(field.form);
  const entry = read(key) || { values: {} };
  entry.values[field.name] = state(field.form, field.name);
  write(key, { ...entry, at: Date.now(), sent: false });
}

/* Sent is not yet arrived: that shows on the next page. */
function sent(event) {
  if (event.defaultPrevented || !box) return;
  if (pathOf(event.target).endsWith("/logout/")) return clear();
  for (const key of keys().filter((each) => each.includes(`:${pathOf(event.target)}:`))) write(key, { ...read(key), sent: true });
}

function clear() {
  for (const key of keys()) box.removeItem(key);
  try {
    localStorage.setItem(CLEARED, String(Date.now()));
  } catch {
    /* Then the other windows clear theirs when they load a page of somebody else. */
  }
}

export function forget(form) {
  if (box) box.removeItem(keyOf(form));
}

function put(form, name, wanted) {
  const values = wanted.map((each) => each.value);
  for (const field of [...form.elements].filter((each) => each.name === name && kept(each))) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (field.tagName === "SELECT") choose(field, wanted);
    else field.value = values[0] || "";
  }
}

function choose(select, wanted) {
  for (const { value, label } of wanted) {
    if (![...select.options].some((option) => option.value === value)) select.add(new Option(label, value));
    select.value = value;
  }
}

function restore(form) {
  const key = keyOf(form);
  const entry = read(key);
  if (!entry) return false;
  const changed = Object.entries(entry.values).filter(([name, wanted]) => JSON.stringify(state(form, name)) !== JSON.stringify(wanted));
  if (changed.length === 0) box.removeItem(key);
  for (const [name, wanted] of changed) put(form, name, wanted);
  return changed.length > 0;
}

function tell() {
  const words = Object.assign(document.createElement("div"), { className: "grow", textContent: "已填回您上次填写、还没有保存的内容，请核对后保存。" });
  const drop = Object.assign(document.createElement("button"), { className: "link-btn", type: "button", textContent: "不要这些内容" });
  drop.addEventListener("click", () => {
    for (const form of document.forms) forget(form);
    location.reload();
  });
  const notice = Object.assign(document.createElement("div"), { className: "notice warn" });
  notice.setAttribute("role", "status");
  notice.append(words, drop);
  const place = document.querySelector("main .wrap") || document.querySelector("main");
  place.prepend(notice);
}

/* A page of nobody (login, error) means that what was sent has not arrived; another one, that it has, unless one has come
   back to the form itself. */
function settle() {
  const mine = `${PREFIX}${owner()}:`;
  const back = ["back_forward", "reload"].includes((performance.getEntriesByType("navigation")[0] || {}).type);
  for (const key of keys()) {
    const entry = read(key);
    if (!owner()) write(key, { ...entry, sent: false });
    else if (!key.startsWith(mine) || Date.now() - entry.at > LIFE || (entry.sent && !back)) box.removeItem(key);
  }
}

export function keepWords() {
  if (!box) return;
  settle();
  document.addEventListener("input", note);
  document.addEventListener("change", note);
  document.addEventListener("submit", sent);
  window.addEventListener("storage", (event) => event.key === CLEARED && keys().forEach((key) => box.removeItem(key)));
  if (owner() && [...document.forms].filter(restore).length > 0) tell();
}
