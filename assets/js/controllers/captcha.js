/* Proves in the background that a person is at work. Needs crypto.subtle (HTTPS or localhost); without it, or when the
   proof fails, the image captcha that the server has rendered inside the element stays.
   The proof begins with the first field; a form that is sent too early waits for it. A proof counts once: after a code
   was sent or refused a new one is made. */
import { Controller } from "@hotwired/stimulus";
import { loadScript, loadStyle } from "../http.js";

const SETTINGS = { hideFooter: true, hideLogo: true, humanInteractionSignature: false, minDuration: 0, disableAutoFocus: true };

export default class extends Controller {
  static targets = ["fallback"];
  static values = { url: String, name: { type: String, default: "altcha" } };

  async connect() {
    if (!window.isSecureContext || !window.crypto || !crypto.subtle || !window.customElements) return;
    try {
      await Promise.all([loadScript("altcha"), loadStyle("altcha")]);
    } catch {
      return;
    }
    if (this.element.isConnected && !this.widget) this.start();
  }

  start() {
    const widget = (this.widget = document.createElement("altcha-widget"));
    widget.setAttribute("challenge", this.urlValue);
    widget.setAttribute("name", this.nameValue);
    widget.setAttribute("auto", "onfocus");
    widget.setAttribute("language", "zh-cn");
    widget.setAttribute("configuration", JSON.stringify(SETTINGS));
    widget.addEventListener("statechange", (event) => this.changed(event.detail.state));
    this.waiting = [];
    this.changed("unverified");
    this.offerImage(false);
    this.element.prepend(widget);
    this.form = this.element.closest("form");
    if (!this.form) return;
    this.form.captchaReady = () => this.ready();
    this.hold = (event) => this.submitted(event);
    document.addEventListener("submit", this.hold, true);
  }

  disconnect() {
    if (this.hold) document.removeEventListener("submit", this.hold, true);
    if (this.form) this.form.captchaReady = null;
    if (this.widget) this.widget.remove();
    this.widget = null;
  }

  changed(state) {
    this.state = state;
    if (state === "error") this.fallBack();
    if (state !== "verified" && state !== "error") return;
    for (const go of this.waiting.splice(0)) go();
  }

  /* Resolves when the form may be sent: the proof is there, or the person reads the image. */
  ready() {
    if (!this.widget || this.state === "verified") return Promise.resolve();
    return new Promise((go) => {
      this.waiting.push(go);
      if (this.state !== "verifying") this.widget.verify();
    });
  }

  submitted(event) {
    if (event.target !== this.form || !this.widget || this.state === "verified") return;
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter || this.form.querySelector("button[type=submit]");
    if (!this.waiting.length) this.ready().then(() => this.state === "verified" && button.click());
  }

  fallBack() {
    this.widget.remove();
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
