/* The checklist of the review desk: marks what has been checked, keeps list and viewer on the same document, and says at
   once what a return or a rejection still lacks. The server decides again. Stands on the same element as the viewer. */
import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["item", "looking", "findings", "count", "reason", "fault", "compare", "summary"];

  connect() {
    this.findingsTargets.forEach((list, index) => (list.hidden = index > 0));
    const here = this.element.querySelector(".queue [aria-current]");
    if (here) here.parentElement.scrollTop = here.offsetTop - here.parentElement.offsetTop - here.offsetHeight;
    this.paint();
  }

  get pages() {
    return [...this.element.querySelectorAll("[data-viewer-target~=page]")];
  }

  /* A link in the list opens its document in the viewer. */
  show(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const page = this.pages.find((one) => one.dataset.document === event.currentTarget.dataset.document);
    if (!page) return;
    event.preventDefault();
    page.click();
  }

  shown(event) {
    this.current = event.detail.document;
    for (const item of this.itemTargets) {
      const looking = item.dataset.document === this.current;
      item.classList.toggle("looking", looking);
      const tag = item.querySelector("[data-review-target~=looking]");
      if (tag) tag.hidden = !looking;
    }
    for (const list of this.findingsTargets) list.hidden = list.dataset.document !== this.current;
    if (this.hasCompareTarget) this.compareTarget.hidden = !this.other();
  }

  /* From a new document to the one it replaced, and back. */
  compare() {
    const other = this.other();
    if (other) other.click();
  }

  other() {
    return this.pages.find(
      (page) =>
        page.dataset.former === this.current ||
        this.pages.some((one) => one.dataset.document === this.current && one.dataset.former === page.dataset.document),
    );
  }

  mark() {
    this.paint();
  }

  paint() {
    let faults = 0;
    for (const item of this.itemTargets) {
      const verdict = this.verdict(item);
      item.classList.toggle("done", verdict === "ok");
      item.classList.toggle("fault", verdict === "fix");
      if (verdict === "fix") faults += 1;
    }
    for (const count of this.countTargets) count.textContent = faults ? ` ${faults} 项` : "";
    this.faults = faults;
    if (this.hasFaultTarget) this.faultTarget.hidden = true;
  }

  verdict(item) {
    const chosen = item.querySelector("input[type=radio]:checked");
    return chosen ? chosen.value : "";
  }

  /* Where a fault has been marked and nothing says which. */
  get unexplained() {
    return this.itemTargets.find(
      (item) =>
        this.verdict(item) === "fix" &&
        !item.querySelector("[name^='why:']:checked") &&
        !item.querySelector("[name^='words:']").value.trim(),
    );
  }

  /* The button says what its decision needs, each with the sentence for where it is missing: the rules are the server's. */
  decide(event) {
    const { needsReason, needsMark, needsWhy, needsNoMark } = event.currentTarget.dataset;
    const unexplained = needsWhy && this.unexplained;
    if (needsReason && !this.reasonTarget.value.trim()) {
      this.refuse(event, needsReason);
      this.reasonTarget.focus();
    } else if (needsMark && !this.faults) {
      this.refuse(event, needsMark);
    } else if (unexplained) {
      this.refuse(event, needsWhy.replace("{title}", unexplained.querySelector("b").textContent));
      unexplained.querySelector("[name^='why:'], [name^='words:']").focus();
    } else if (needsNoMark && this.faults) {
      this.refuse(event, needsNoMark.replace("{count}", this.faults));
    } else {
      this.faultTarget.hidden = true;
      this.summaryTarget.textContent = this.summary(event.currentTarget.value);
    }
  }

  /* What stands beside the question whether the decision is meant. */
  summary(verdict) {
    if (verdict === "reject") return `原因：${this.reasonTarget.value.trim()}`;
    const marked = this.itemTargets.filter((item) => item.querySelector("input[type=radio]"));
    if (verdict === "return") {
      const faults = marked.filter((item) => this.verdict(item) === "fix");
      return `需要修改：${faults.map((item) => item.querySelector("b").textContent).join("、")}。`;
    }
    const open = marked.filter((item) => !this.verdict(item)).length;
    const hinted = this.itemTargets.filter((item) => "hinted" in item.dataset).map((item) => item.querySelector("b").textContent);
    const words = open ? `还有 ${open} 项没有标记是否合格。` : `${marked.length} 项都已标为“合格”。`;
    return hinted.length ? `${words}系统对这些材料有提示，请确认已看过：${hinted.join("、")}。` : words;
  }

  refuse(event, words) {
    event.preventDefault();
    this.faultTarget.textContent = words;
    this.faultTarget.hidden = false;
  }
}
