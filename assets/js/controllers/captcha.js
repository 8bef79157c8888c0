/* Proves in the background that a person is at work. Needs crypto.subtle (HTTPS or localhost); without it the image
   captcha that the server has rendered inside the element stays. */
import { Controller } from "@hotwired/stimulus";
import { loadScript, loadStyle } from "../http.js";

const WORDS = {
  ariaLinkLabel: "验证",
  error: "验证没有成功，请再试一次。",
  expired: "验证已过期，请再点一次。",
  footer: "",
  label: "我不是机器人",
  verified: "已通过验证",
  verifying: "正在验证…",
  waitAlert: "正在验证，请稍等。",
  required: "请先完成验证",
  loading: "正在加载…",
  verificationRequired: "请先完成验证",
};

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
    if (!this.element.isConnected) return;
    window.$altcha.i18n.set("zh-hans-cn", WORDS);
    window.$altcha.i18n.set("zh-cn", WORDS);
    window.$altcha.i18n.set("zh", WORDS);
    const widget = (this.widget = document.createElement("altcha-widget"));
    widget.setAttribute("challenge", this.urlValue);
    widget.setAttribute("name", this.nameValue);
    widget.setAttribute("auto", "onfocus");
    widget.setAttribute("language", "zh");
    widget.setAttribute("configuration", JSON.stringify({ hideFooter: true, hideLogo: true, humanInteractionSignature: false }));
    widget.addEventListener("statechange", (event) => event.detail.state === "error" && this.fallBack());
    this.element.prepend(widget);
    this.offer(false);
  }

  disconnect() {
    if (this.widget) this.widget.remove();
  }

  fallBack() {
    if (this.widget) this.widget.remove();
    this.widget = null;
    this.offer(true);
  }

  offer(shown) {
    for (const part of this.fallbackTargets) {
      part.hidden = !shown;
      for (const input of part.querySelectorAll("input")) input.disabled = !shown;
    }
  }

  /* A code was sent or refused: a proof may be used once only. */
  renew() {
    if (this.widget && this.widget.reset) this.widget.reset();
  }
}
