/* Copies a text (receipt number, address) and says so. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["button"];
  static values = { text: String };

  async copy() {
    const done = await this.write(this.textValue);
    const button = this.hasButtonTarget ? this.buttonTarget : this.element;
    const label = button.textContent;
    button.textContent = done ? "已复制" : "请手动复制";
    setTimeout(() => (button.textContent = label), 1600);
  }

  async write(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = Object.assign(document.createElement("textarea"), { value: text, className: "visually-hidden" });
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  }
}
