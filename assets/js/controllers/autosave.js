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
import { forget } from "../kept.js";
import { markFaults } from "../faults.js";
import { knock } from "../knock.js";
import { fieldOf, without } from "../proposed.js";

const WAIT = 1200;
const FIRST_RETRY = 1000;
const SLOWEST_RETRY = 5000;
const PATIENCE = 15000;

export default class extends Controller {
  static targets = ["state"];
  static values = { proposed: Array };

  connect() {
    this.dirty = this.stopped = this.composing = false;
    this.comeBackByGet();
    this.listening = [
      ...["input", "change"].map((what) => [this.element, what, (event) => this.note(event)]),
      [this.element, "submit", (event) => this.rest(event)],
      [this.element, "compositionstart", () => (this.composing = true)],
      [this.element, "compositionend", (event) => ((this.composing = false), this.note(event))],
      [window, "beforeunload", (event) => this.warn(event)],
      [window, "online", () => this.retry && this.later(0)],
    ];
    for (const [where, what, act] of this.listening) where.addEventListener(what, act);
  }

  /* A page that answered a POST cannot be shown again by the browser's back button (ERR_CACHE_MISS); asked for, it can. */
  comeBackByGet() {
    if (this.element.querySelector(".errorlist, [role=alert]")) history.replaceState(history.state, "", location.href);
  }

  disconnect() {
    clearTimeout(this.timer);
    for (const [where, what, act] of this.listening) where.removeEventListener(what, act);
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
    if (status === 401 || status === 403 || status === 200) return this.shutOut();
    this.show("failed", "未保存：网络不通，正在重试");
    this.retry = Math.min(SLOWEST_RETRY, wait * 2);
    this.later(wait);
  }

  async shutOut() {
    const { again, words } = await knock();
    if (!again || this.renewed) return this.show("failed", words);
    this.renewed = this.save();
  }

  saved(data, changes) {
    this.renewed = null;
    const unsaved = Object.keys(data.errors || {}).length;
    const odd = Object.keys(data.faults || {}).length;
    this.dirty = changes !== this.changes || unsaved > 0;
    if (!this.dirty) forget(this.element);
    this.take(data.version);
    markFaults(this.element, { ...data.faults, ...data.errors });
    const words = [`已保存 ${data.saved_at}`];
    if (unsaved) words.push(`${unsaved} 项有误，尚未保存`);
    if (odd) words.push(`${odd} 项请核对`);
    this.show(unsaved ? "failed" : "saved", words.join("；"));
    this.dispatch("saved", { detail: data });
  }

  conflict(data) {
    this.stopped = true;
    this.show("conflict", data.message || "内容已在别处修改，这里的修改没有保存。点“保存”可以对照两边的内容");
  }

  refuse(data) {
    markFaults(this.element, data.errors || {});
    this.show("failed", data.message || "有内容需要修改，尚未保存");
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
    this.take(data.version);
    this.pressed.click();
    this.pressed = null;
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
