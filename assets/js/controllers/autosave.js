/* Saves a section of a form while it is being filled.
   POST of the whole form to its own address with the header X-Autosave: 1. Answers:
     200 {saved_at: "14:02:31", version: 8, errors: {name: "..."}, faults: {name: "..."}}
                                                                    saved, gaps allowed; what is in `errors` was not,
                                                                    what is in `faults` was, but wants another look
     409 {message}                                                  changed elsewhere: nothing is overwritten, saving stops
     422 {errors: {name: "..."}}                                    not saved, faults shown beside the fields
   The hidden field `version` of the form takes the new number. The save button keeps working as an ordinary POST.
   What the page only proposes (value `proposed`: names of fields) is left out until the person touches it or presses save.
   When the network is gone it is tried again and again, and at once when the browser says that it is back. */
import { Controller } from "@hotwired/stimulus";
import { postJson } from "../http.js";
import { fieldOf, without } from "../proposed.js";

const WAIT = 1200;
const FIRST_RETRY = 1000;
const SLOWEST_RETRY = 5000;
const PATIENCE = 15000;

export default class extends Controller {
  static targets = ["state"];
  static values = { proposed: Array };

  connect() {
    this.dirty = false;
    this.stopped = false;
    this.comeBackByGet();
    this.composing = false;
    this.changed = (event) => this.note(event);
    this.leaving = (event) => this.warn(event);
    this.element.addEventListener("input", this.changed);
    this.element.addEventListener("change", this.changed);
    this.element.addEventListener("submit", (this.sending = (event) => this.rest(event)));
    this.element.addEventListener("compositionstart", (this.begin = () => (this.composing = true)));
    this.element.addEventListener("compositionend", (this.end = (event) => ((this.composing = false), this.note(event))));
    window.addEventListener("beforeunload", this.leaving);
    window.addEventListener("online", (this.back = () => this.retry && this.later(0)));
  }

  /* A page that answered a POST cannot be shown again by the browser's back button (ERR_CACHE_MISS); asked for, it can. */
  comeBackByGet() {
    if (this.element.querySelector(".errorlist")) history.replaceState(history.state, "", location.href);
  }

  disconnect() {
    clearTimeout(this.timer);
    this.element.removeEventListener("input", this.changed);
    this.element.removeEventListener("change", this.changed);
    this.element.removeEventListener("submit", this.sending);
    this.element.removeEventListener("compositionstart", this.begin);
    this.element.removeEventListener("compositionend", this.end);
    window.removeEventListener("beforeunload", this.leaving);
    window.removeEventListener("online", this.back);
  }

  note(event) {
    if (this.stopped || this.composing || event.target.type === "file" || event.target.hasAttribute("data-unsaved")) return;
    this.dirty = true;
    this.proposedValue = this.proposedValue.filter((name) => name !== fieldOf(event.target.name));
    this.changes = (this.changes || 0) + 1;
    this.show("", "有未保存的修改");
    this.later(WAIT);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save() {
    if (this.busy) return this.later(WAIT);
    this.busy = true;
    const changes = this.changes;
    this.show("saving", "正在保存…");
    const { status, data } = await Promise.race([
      postJson(this.element.action, without(this.element, this.proposedValue), { "X-Autosave": "1" }),
      new Promise((give) => setTimeout(give, PATIENCE, { status: 0, data: {} })),
    ]);
    this.busy = false;
    if (this.pressed) return this.goOn(status === 200 ? data : {});
    const wait = this.retry || FIRST_RETRY;
    this.retry = 0;
    if (status === 200 && data.saved_at) return this.saved(data, changes);
    if (status === 409) return this.conflict(data);
    if (status === 422) return this.refuse(data);
    if (status === 401 || status === 403 || status === 200) return this.show("failed", "未保存：登录已过期，请在新窗口登录后点“保存”");
    this.show("failed", "未保存：网络不通，正在重试");
    this.retry = Math.min(SLOWEST_RETRY, wait * 2);
    this.later(wait);
  }

  saved(data, changes) {
    const unsaved = Object.keys(data.errors || {}).length;
    const odd = Object.keys(data.faults || {}).length;
    this.dirty = changes !== this.changes || unsaved > 0;
    this.take(data.version);
    this.mark({ ...data.faults, ...data.errors });
    const words = [`已保存 ${data.saved_at}`];
    if (unsaved) words.push(`${unsaved} 项有误，尚未保存`);
    if (odd) words.push(`${odd} 项请核对`);
    this.show(unsaved ? "failed" : "saved", words.join("；"));
    this.dispatch("saved", { detail: data });
  }

  conflict(data) {
    this.stopped = true;
    this.show("conflict", data.message || "内容已在别处修改，请刷新页面后再改");
  }

  refuse(data) {
    this.mark(data.errors || {});
    this.show("failed", data.message || "有内容需要修改，尚未保存");
  }

  mark(errors) {
    for (const old of this.element.querySelectorAll(".errorlist")) old.remove();
    for (const old of this.element.querySelectorAll("[aria-invalid]")) old.removeAttribute("aria-invalid");
    for (const old of this.element.querySelectorAll(".field.wrong")) old.classList.remove("wrong");
    for (const [name, message] of Object.entries(errors)) {
      const input = this.element.elements.namedItem(name) || this.element.elements.namedItem(`${name}_0`);
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

  show(state, text) {
    for (const target of this.stateTargets) {
      target.dataset.state = state;
      target.textContent = text;
    }
  }

  /* A button pressed while a saving is under way waits for it: the form must carry the number that this gives. */
  rest(event) {
    clearTimeout(this.timer);
    this.dirty = false;
    if (!this.busy || !event.submitter) return;
    event.preventDefault();
    this.pressed = event.submitter;
  }

  goOn(data) {
    const button = this.pressed;
    this.pressed = null;
    this.take(data.version);
    button.click();
  }

  take(number) {
    const version = this.element.elements.namedItem("version");
    if (version && number !== undefined) version.value = number;
  }

  warn(event) {
    if (!this.dirty) return;
    event.preventDefault();
    event.returnValue = "";
  }
}
