/* One click is enough: after a submit the button is busy until the page changes or comes back. A second submit is dropped.
   The server holds the promise (submit token); this only spares the person the doubt. */
import { Controller } from "@hotwired/stimulus";

const GIVE_UP = 15_000;

export default class extends Controller {
  connect() {
    this.free = () => this.release();
    window.addEventListener("pageshow", this.free);
  }

  disconnect() {
    clearTimeout(this.timer);
    window.removeEventListener("pageshow", this.free);
  }

  lock(event) {
    if (this.locked) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented) return;
    this.locked = true;
    /* Disabled buttons are left out of the request, so wait until it has been made up. */
    setTimeout(() => this.paint(true), 0);
    this.timer = setTimeout(() => this.release(), GIVE_UP);
  }

  release() {
    clearTimeout(this.timer);
    this.locked = false;
    this.paint(false);
  }

  paint(busy) {
    for (const button of this.element.querySelectorAll("button[type=submit]")) {
      if (busy && button.disabled) continue;
      if (!busy && !button.hasAttribute("aria-busy")) continue;
      button.disabled = busy;
      if (busy) button.setAttribute("aria-busy", "true");
      else button.removeAttribute("aria-busy");
    }
  }
}
