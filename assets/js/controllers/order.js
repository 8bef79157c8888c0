/* Up and down buttons of an ordered list. Each is a submit button of the form around the list; with a script the list
   moves at once, the form is sent in the background and the answer, the list's own HTML, replaces it. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["item", "rank", "up", "down", "state"];

  connect() {
    this.clicked = (event) => this.move(event);
    this.element.addEventListener("click", this.clicked);
  }

  disconnect() {
    this.element.removeEventListener("click", this.clicked);
  }

  move(event) {
    const button = event.target.closest("button[data-order-target]");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("[data-order-target~=item]");
    const up = button.dataset.orderTarget === "up";
    const other = up ? item.previousElementSibling : item.nextElementSibling;
    if (!other || this.busy) return;
    const body = new FormData(this.element);
    body.append(button.name, button.value);
    if (up) other.before(item);
    else other.after(item);
    this.number();
    item.classList.add("moved");
    (button.disabled ? item.querySelector("button:not([disabled])") : button).focus();
    this.say(`${item.querySelector("b").textContent}，现在是第 ${this.itemTargets.indexOf(item) + 1} 志愿`);
    this.send(body);
  }

  number() {
    const last = this.itemTargets.length - 1;
    this.itemTargets.forEach((item, index) => {
      item.querySelector("[data-order-target=rank]").textContent = index + 1;
      for (const button of item.querySelectorAll("[data-order-target=up]")) button.disabled = index === 0;
      for (const button of item.querySelectorAll("[data-order-target=down]")) button.disabled = index === last;
    });
  }

  async send(body) {
    this.busy = true;
    try {
      const response = await fetch(this.element.action, { method: "POST", body, credentials: "same-origin", headers: { "X-Order": "1" } });
      if (!response.ok) throw new Error(String(response.status));
    } catch {
      location.reload();
    } finally {
      this.busy = false;
    }
  }

  say(text) {
    if (this.hasStateTarget) this.stateTarget.textContent = text;
  }
}
