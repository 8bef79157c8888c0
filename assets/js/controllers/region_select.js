/* Province, city, county: three selects, each filled from the one above it.
   data-region-select-url-value="/regions/CODE/" answers [{"code": "530100", "name": "昆明市"}, ...]. A region without
   children (a directly governed county) leaves the selects below empty and not required. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["select"];
  static values = { url: String };

  connect() {
    this.changed = (event) => this.choose(event);
    this.element.addEventListener("change", this.changed);
    this.must = this.selectTargets.map((select) => select.required);
    this.selectTargets.forEach((select, index) => index && this.rest(select, index));
  }

  disconnect() {
    this.element.removeEventListener("change", this.changed);
  }

  async choose(event) {
    const index = this.selectTargets.indexOf(event.target);
    if (index < 0 || index === this.selectTargets.length - 1) return;
    const below = this.selectTargets.slice(index + 1);
    for (const select of below) select.length = 1;
    below.forEach((select, step) => this.rest(select, index + 1 + step));
    if (!event.target.value) return;
    const asked = (this.asked = event.target.value);
    below[0].setAttribute("aria-busy", "true");
    try {
      const response = await fetch(this.urlValue.replace("CODE", encodeURIComponent(asked)), { credentials: "same-origin" });
      const regions = await response.json();
      if (asked === this.asked) this.fill(below[0], index + 1, regions);
    } catch {
      below[0].options[0].textContent = "没有取到，请重新选择";
    } finally {
      below[0].removeAttribute("aria-busy");
    }
  }

  fill(select, index, regions) {
    for (const { code, name } of regions) select.add(new Option(name, code));
    this.rest(select, index);
    if (regions.length === 1) {
      select.value = regions[0].code;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  rest(select, index) {
    const empty = select.options.length <= 1;
    select.disabled = empty;
    select.required = !empty && this.must[index];
  }
}
