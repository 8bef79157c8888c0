/* Moves the focus to an error summary; its links go to the field itself, not only to its place on the page. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static values = { quiet: Boolean };

  connect() {
    if (!this.quietValue) this.element.focus();
    this.element.addEventListener("click", (this.follow = (event) => this.go(event)));
  }

  disconnect() {
    this.element.removeEventListener("click", this.follow);
  }

  go(event) {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    const place = field.closest(".field") || field;
    place.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  }
}
