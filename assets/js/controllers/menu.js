/* Closes an open details menu on Escape, on a click elsewhere and after a choice. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  connect() {
    this.click = (event) => {
      if (!this.element.contains(event.target) || event.target.closest("a")) this.element.open = false;
    };
    this.key = (event) => {
      if (event.key !== "Escape" || !this.element.open) return;
      this.element.open = false;
      this.element.querySelector("summary").focus();
    };
    document.addEventListener("click", this.click);
    document.addEventListener("keydown", this.key);
  }

  disconnect() {
    document.removeEventListener("click", this.click);
    document.removeEventListener("keydown", this.key);
  }
}
