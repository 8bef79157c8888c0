/* Single keys for practised people: any element with data-key="J" is clicked when that key is pressed; "?" shows the
   list. Never while typing, never while an input method composes, never for what a barcode scanner types, and everybody
   can switch them off. A key sends no form: a button that would is clicked only when it asks first (`decision`). */
import { Controller } from "@hotwired/stimulus";

const OFF = "zhupei-hotkeys-off";
const SCANNER = 50; // milliseconds between two keys that no hand presses; scanners need 5 to 35
const TYPING = "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]";

export default class extends Controller {
  static targets = ["panel", "toggle"];

  connect() {
    this.press = (event) => this.pressed(event);
    this.weigh = (event) => this.weighed(event);
    document.addEventListener("keydown", this.weigh, true);
    document.addEventListener("keydown", this.press);
    this.paint();
  }

  disconnect() {
    clearTimeout(this.waiting);
    document.removeEventListener("keydown", this.weigh, true);
    document.removeEventListener("keydown", this.press);
  }

  /* Before anything else hears the key: of a burst none counts, neither the first (it waits) nor a final Enter. */
  weighed(event) {
    if (event.repeat || (event.key.length > 1 && event.key !== "Enter")) return;
    const burst = event.timeStamp - this.last < SCANNER;
    this.last = event.timeStamp;
    clearTimeout(this.waiting);
    if (!burst || event.target.closest(TYPING)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  get off() {
    try {
      return localStorage.getItem(OFF) === "1";
    } catch {
      return false;
    }
  }

  pressed(event) {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
    if (event.key === "?" || event.key === "？") return this.help();
    if (event.key === "Escape" && this.hasPanelTarget) this.panelTarget.hidden = true;
    if (this.off || event.repeat) return;
    const key = event.key === "=" ? "+" : event.key.toUpperCase();
    const fits = (one) => one.dataset.key === key && !one.disabled && one.getClientRects().length > 0;
    const target = [...document.querySelectorAll("[data-key]")].find(fits);
    if (!target) return;
    event.preventDefault();
    this.waiting = setTimeout(() => this.act(target), SCANNER);
  }

  act(target) {
    const sends = target.form && target.type === "submit" && !/decision#ask/.test(target.dataset.action);
    if (sends) target.focus();
    else target.click();
  }

  help() {
    if (!this.hasPanelTarget) return;
    this.panelTarget.hidden = !this.panelTarget.hidden;
    if (!this.panelTarget.hidden) this.panelTarget.focus();
  }

  toggle() {
    try {
      localStorage.setItem(OFF, this.off ? "0" : "1");
    } catch {
      return;
    }
    this.paint();
  }

  paint() {
    for (const toggle of this.toggleTargets) {
      toggle.textContent = this.off ? "快捷键：已关" : "快捷键：已开";
      toggle.setAttribute("aria-pressed", String(!this.off));
    }
    this.element.classList.toggle("hotkeys-off", this.off);
  }
}
