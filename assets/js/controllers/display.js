/* Light or dark, type size, contrast: applied at once, remembered by the server's cookie. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  choose() {
    const body = new FormData(this.element);
    for (const name of ["mode", "size", "contrast"]) document.documentElement.dataset[name] = body.get(name);
    fetch(this.element.action, { method: "POST", body, credentials: "same-origin", redirect: "manual" }).catch(() => this.element.submit());
  }
}
