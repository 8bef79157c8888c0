/* The button that sends a code. It is a submit button with its own formaction; with a script it posts the form in the
   background (X-Requested-With: sms) and counts the gap. Answers: 200 {message, wait} · 422/429 {message, wait, field}. */
import { Controller } from "@hotwired/stimulus";
import { postJson } from "../http.js";

export default class extends Controller {
  static targets = ["button", "state"];
  static values = { wait: Number };

  connect() {
    this.label = this.buttonTarget.textContent;
    if (this.waitValue > 0) this.count(this.waitValue);
  }

  disconnect() {
    clearInterval(this.timer);
  }

  async send(event) {
    event.preventDefault();
    const button = this.buttonTarget;
    const form = button.form;
    button.disabled = true;
    this.say("正在发送…", "");
    if (form.captchaReady) await form.captchaReady();
    const body = new FormData(form);
    if (button.name) body.append(button.name, button.value);
    const url = button.hasAttribute("formaction") ? button.formAction : form.action;
    const { status, data } = await postJson(url, body, { "X-Requested-With": "sms" });
    button.disabled = false;
    if (status === 200) {
      this.say(data.message || "验证码已发送。", "saved");
      this.count(data.wait || 60);
      this.dispatch("sent", { bubbles: true });
      return;
    }
    this.say(data.message || (status ? "没有发出，请稍后再试。" : "网络不通，请稍后再试。"), "failed");
    if (data.wait) this.count(data.wait);
    this.dispatch("refused", { bubbles: true });
    const field = data.field && form.elements.namedItem(data.field);
    if (field && field.focus) field.focus();
  }

  count(seconds) {
    const end = Date.now() + seconds * 1000;
    clearInterval(this.timer);
    this.buttonTarget.disabled = true;
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      this.buttonTarget.textContent = left > 0 ? `${left} 秒后可重发` : "重新发送";
      if (left > 0) return;
      clearInterval(this.timer);
      this.buttonTarget.disabled = false;
    };
    tick();
    this.timer = setInterval(tick, 500);
  }

  say(text, state) {
    if (!this.hasStateTarget) return;
    this.stateTarget.textContent = text;
    this.stateTarget.dataset.state = state;
  }
}
