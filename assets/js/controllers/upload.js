/* An upload card: sends on choosing, shows progress, can be cancelled and retried, then watches the checks.
   The form is posted as it stands, with X-Requested-With: card; the server answers with the card's new HTML, whatever the status.
   While the card waits for something (its stage: checking, reading), its state URL is asked for the card's HTML again. */
import { Controller } from "@hotwired/stimulus";

const isCard = (html) => html.includes("data-upload-stage-value=");
const FIRST_LOOK = 800;
const SLOWEST_LOOK = 5000;

export default class extends Controller {
  static targets = ["form", "input", "transfer", "bar", "percent", "fault", "retry"];
  static values = { stage: String, stateUrl: String };

  connect() {
    this.wait = FIRST_LOOK;
    if (this.stageValue && this.stateUrlValue) this.lookLater();
  }

  disconnect() {
    clearTimeout(this.timer);
    if (this.request) this.request.abort();
  }

  send(event) {
    if (event && event.type === "submit") event.preventDefault();
    if (this.request || !this.inputTarget.files.length) return;
    const request = (this.request = new XMLHttpRequest());
    request.open("POST", this.formTarget.action);
    request.setRequestHeader("X-Requested-With", "card");
    request.upload.onprogress = (progress) => progress.lengthComputable && this.progress(progress.loaded / progress.total);
    request.onload = () => this.answered(request);
    request.onerror = () => this.fail("网络中断，文件没有传完。");
    request.onabort = () => this.fail("");
    this.fault("");
    this.retryTarget.hidden = true;
    this.transferTarget.hidden = false;
    this.progress(0);
    request.send(new FormData(this.formTarget));
  }

  /* The repaired picture instead of the refused one: a form without a file, answered with the card as well. */
  async take(event) {
    event.preventDefault();
    const form = event.target;
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const response = await fetch(form.action, {
        method: "POST",
        headers: { "X-Requested-With": "card" },
        body: new FormData(form),
        credentials: "same-origin",
      });
      const html = await response.text();
      if (isCard(html)) return this.replace(html);
      this.fault("登录已过期或系统繁忙，请刷新页面后重试。");
    } catch {
      this.fault("网络中断，请重试。");
    }
    button.disabled = false;
  }

  cancel() {
    if (this.request) this.request.abort();
  }

  progress(part) {
    const percent = Math.round(part * 100);
    this.barTarget.value = percent;
    this.percentTarget.textContent = percent < 100 ? `${percent}%` : "正在检查…";
  }

  answered(request) {
    const html = (request.getResponseHeader("Content-Type") || "").includes("text/html");
    if (html && isCard(request.responseText)) return this.replace(request.responseText);
    if (request.status === 413) return this.fail("文件太大，请压缩后再传。");
    if (request.status === 403 || request.status === 401 || request.status === 200) return this.fail("登录已过期，请重新登录后再传。");
    this.fail(request.status === 429 ? "操作太频繁，请稍等一会儿再传。" : "服务器没有收下这个文件，请重试。");
  }

  fail(message) {
    this.request = null;
    this.transferTarget.hidden = true;
    this.retryTarget.hidden = !message;
    this.fault(message);
    if (!message) this.inputTarget.value = "";
  }

  fault(message) {
    this.faultTarget.hidden = !message;
    this.faultTarget.textContent = message;
  }

  lookLater() {
    this.timer = setTimeout(() => this.look(), this.wait);
    this.wait = Math.min(SLOWEST_LOOK, this.wait * 1.5);
  }

  async look() {
    try {
      const response = await fetch(this.stateUrlValue, { headers: { "X-Requested-With": "card" }, credentials: "same-origin" });
      const html = await response.text();
      const stage = html.match(/data-upload-stage-value="(\w*)"/);
      if (response.ok && stage && stage[1] !== this.stageValue) return this.replace(html);
    } catch {
      /* Asked again below. */
    }
    this.lookLater();
  }

  replace(html) {
    this.request = null;
    const focused = this.element.contains(document.activeElement);
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const card = holder.content.querySelector("[data-controller~=upload]");
    if (!card) return;
    this.dispatch("replaced", { prefix: "upload" });
    this.element.replaceWith(card);
    if (focused) {
      const input = card.querySelector("input[type=file]");
      if (input) input.focus({ preventScroll: true });
    }
  }

  over(event) {
    event.preventDefault();
    this.element.classList.add("over");
  }

  out() {
    this.element.classList.remove("over");
  }

  drop(event) {
    event.preventDefault();
    this.out();
    if (!this.hasInputTarget || !event.dataTransfer.files.length) return;
    this.inputTarget.files = event.dataTransfer.files;
    this.send();
  }
}
