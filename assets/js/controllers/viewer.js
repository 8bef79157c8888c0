/* Document viewer of the review desk: one stage for images and PDF pages (which the server turns into images).
   Without a script the page links show each image by itself. Keys go through the hotkeys controller, which clicks
   the same buttons. */
import { Controller } from "@hotwired/stimulus";
import { loadScript, loadStyle } from "../http.js";

export default class extends Controller {
  static targets = ["stage", "image", "page", "title", "position"];

  async connect() {
    const [{ default: Viewer }] = await Promise.all([loadScript("viewer"), loadStyle("viewer")]);
    if (!this.element.isConnected) return;
    this.Viewer = Viewer;
    this.show(Math.max(0, this.pageTargets.findIndex((page) => page.hasAttribute("aria-current"))));
  }

  disconnect() {
    if (this.viewer) this.viewer.destroy();
    this.viewer = null;
  }

  open(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.show(this.pageTargets.indexOf(event.currentTarget));
  }

  show(index) {
    const page = this.pageTargets[index];
    if (!page) return;
    this.index = index;
    this.pageTargets.forEach((one) => one.removeAttribute("aria-current"));
    page.setAttribute("aria-current", "true");
    const strip = page.closest("ul");
    if (strip) strip.scrollLeft = page.offsetLeft - strip.offsetLeft - strip.clientWidth / 2;
    this.disconnect();
    this.imageTarget.hidden = false;
    this.imageTarget.src = page.href;
    this.imageTarget.alt = page.dataset.title || "";
    if (this.hasTitleTarget) this.titleTarget.textContent = page.dataset.title || "";
    if (this.hasPositionTarget) this.positionTarget.textContent = `${index + 1} / ${this.pageTargets.length}`;
    this.viewer = new this.Viewer(this.imageTarget, {
      inline: true,
      button: false,
      navbar: false,
      title: false,
      toolbar: false,
      tooltip: false,
      keyboard: false,
      /* A key pressed during an animation would be lost. */
      transition: false,
      zoomRatio: 0.25,
      maxZoomRatio: 8,
    });
    this.dispatch("shown", { detail: { document: page.dataset.document } });
  }

  next() {
    this.show((this.index + 1) % this.pageTargets.length);
  }

  previous() {
    this.show((this.index + this.pageTargets.length - 1) % this.pageTargets.length);
  }

  zoomIn() {
    if (this.viewer) this.viewer.zoom(0.25);
  }

  zoomOut() {
    if (this.viewer) this.viewer.zoom(-0.25);
  }

  rotate() {
    if (this.viewer) this.viewer.rotate(90);
  }

  fit() {
    if (this.viewer) this.viewer.reset();
  }
}
