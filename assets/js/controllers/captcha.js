/* Proves in the background that a person is at work. Needs crypto.subtle (HTTPS or localhost); without it, or when the
   proof fails, the image captcha that the server has rendered inside the element stays.
   The proof begins with the first field; a form that is sent too early waits for it, also while the widget is still
   being fetched. A proof counts once: after a code was sent or refused a new one is made. */
import { Controller } from "@hotwired/stimulus";
import { loadScript, loadStyle } from "../http.js";

const SETTINGS = { hideFooter: true, hideLogo: true, humanInteractionSignature: false, minDuration: 0, disableAutoFocus: true };

export default class extends Controller {
  static targets = ["fallback"];
  static values = { url: String, name: { type: String, default: "altcha" } };

  async connect() {
    if (!window.isSecureContext || !window.crypto || !crypto.subtle || !window.customElements) return;
    this.guard();
    await Promise.all([loadScript("altcha"), loadStyle("altcha")]).catch(() => {});
    if (!this.element.isConnected || this.state !== "fetching") return;
    if (customElements.get("altcha-widget")) this.start();
    else this.changed("error");
  }

  guard() {
    this.waiting = [];
    this.state = "fetching";
    this.offerImage(false);
    this.form = this.element.closest("form");
    if (!this.form) return;
    this.form.captchaReady = () => this.ready();
    this.hold = (event) => this.submitted(event);
    document.addEventListener("submit", this.hold, true);
  }

  start() {
    const begun = this.waiting.length || (this.form && this.form.contains(document.activeElement));
    const widget = (this.widget = document.createElement("altcha-widget"));
    widget.setAttribute("challenge", this.urlValue);
    widget.setAttribute("name", this.nameValue);
    widget.setAttribute("auto", begun ? "onload" : "onfocus");
    widget.setAttribute("language", "zh-cn");
    widget.setAttribute("configuration", JSON.stringify(SETTINGS));
    widget.addEventListener("statechange", (event) => this.changed(event.detail.state));
    this.state = "unverified";
    this.element.prepend(widget);
  }

  disconnect() {
    if (this.hold) document.removeEventListener("submit", this.hold, true);
    if (this.form) this.form.captchaReady = null;
    if (this.widget) this.widget.remove();
    this.widget = this.state = null;
  }

  changed(state) {
    this.state = state;
    if (state === "error") this.fallBack();
    if (state !== "verified" && state !== "error") return;
    for (const go of this.waiting.splice(0)) go();
  }

  get held() {
    return Boolean(this.state) && this.state !== "verified" && this.state !== "error";
  }

  /* Resolves when the form may be sent: the proof is there, or the person reads the image. */
  ready() {
    if (!this.held) return Promise.resolve();
    return new Promise((go) => {
      this.waiting.push(go);
      if (this.widget && this.state !== "verifying") this.widget.verify();
    });
  }

  submitted(event) {
    if (event.target !== this.form || !this.held) return;
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter || this.form.querySelector("button[type=submit]");
    if (this.waiting.length) return;
    button.setAttribute("aria-busy", "true");
    this.ready().then(() => this.resume(button));
  }

  resume(button) {
    button.removeAttribute("aria-busy");
    if (this.state === "verified") button.click();
    else this.element.querySelector("input:not([type=hidden])").focus();
  }

  fallBack() {
    if (this.widget) this.widget.remove();
    this.widget = null;
    this.offerImage(true);
  }

  offerImage(shown) {
    for (const part of this.fallbackTargets) {
      part.hidden = !shown;
      for (const input of part.querySelectorAll("input")) input.disabled = !shown;
    }
  }

  renew() {
    if (this.widget) this.widget.reset();
  }
}
