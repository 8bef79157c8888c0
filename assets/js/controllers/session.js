/* Warns two minutes before the session ends and extends it in place. Reckons with the monotonic clock from the number of
   seconds the server gave. Other windows of the same browser share an extension through localStorage. */
import { Controller } from "@hotwired/stimulus";
import { postJson } from "../http.js";
import { spanInWords } from "../time.js";

const WARN = 120_000;
const KEY = "zhupei-session-until";

export default class extends Controller {
  static targets = ["title", "text", "left", "extend", "login"];
  static values = { left: Number, url: String };

  connect() {
    this.set(this.leftValue);
    this.timer = setInterval(() => this.tick(), 1000);
    this.heard = (event) => event.key === KEY && this.set((Number(event.newValue) - Date.now()) / 1000);
    window.addEventListener("storage", this.heard);
    window.addEventListener("zhupei:signed-out", (this.out = () => this.ended()));
    this.share();
  }

  disconnect() {
    clearInterval(this.timer);
    window.removeEventListener("storage", this.heard);
    window.removeEventListener("zhupei:signed-out", this.out);
  }

  set(seconds) {
    if (!(seconds > 0)) return;
    this.until = Date.now() + seconds * 1000;
    this.warned = false;
    this.element.hidden = true;
    this.titleTarget.textContent = "";
  }

  share() {
    try {
      localStorage.setItem(KEY, String(this.until));
    } catch {
      /* Storage may be forbidden; then each window counts for itself. */
    }
  }

  tick() {
    const left = this.until - Date.now();
    if (left > WARN) return;
    if (!this.warned) {
      this.warned = true;
      this.element.hidden = false;
      this.titleTarget.textContent = "即将自动退出";
    }
    if (left > 0) this.leftTarget.textContent = spanInWords(left);
    else this.ended();
  }

  async extend() {
    this.extendTarget.disabled = true;
    const { status, data } = await postJson(this.urlValue);
    this.extendTarget.disabled = false;
    if (status === 200 && data.seconds) {
      this.set(data.seconds);
      this.share();
    } else if (status === 401 || status === 403) this.ended();
    else this.textTarget.textContent = "网络不通，请稍后再点“继续使用”。";
  }

  ended() {
    clearInterval(this.timer);
    this.titleTarget.textContent = "登录已结束";
    this.textTarget.textContent = "已保存的内容都在；没有保存的，留在本窗口里，重新登录后自动填回。";
    this.extendTarget.hidden = true;
    this.loginTarget.hidden = false;
    this.element.hidden = false;
  }
}
