/* Shows what is typed in a password field, until it is sent. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["input", "button"];

  connect() {
    this.buttonTarget.hidden = false;
    this.hide = () => this.set(false);
    const form = this.element.closest("form");
    if (form) form.addEventListener("submit", this.hide);
  }

  toggle() {
    this.set(this.inputTarget.type === "password");
  }

  set(shown) {
    this.inputTarget.type = shown ? "text" : "password";
    this.buttonTarget.textContent = shown ? "隐藏" : "显示";
    this.buttonTarget.setAttribute("aria-pressed", String(shown));
  }
}
