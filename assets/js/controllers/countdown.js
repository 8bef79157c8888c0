/* Time left until a deadline, on the server's clock.
   The page says what time it was at the server when it was made; from then on only the browser's monotonic clock counts,
   so a wrong or changed clock of the computer does no harm. A page that comes back from sleep or from the history
   asks the server again (the Date header of a HEAD request), unless the server runs on a demonstration clock. */
import { Controller } from "@hotwired/stimulus";
import { spanInWords } from "../time.js";

const RESYNC_AFTER = 60_000;

export default class extends Controller {
  static targets = ["left", "prefix"];
  static values = { until: String, now: String, over: String };

  connect() {
    this.until = Date.parse(this.untilValue);
    const navigation = performance.getEntriesByType("navigation")[0];
    this.sync(Date.parse(this.nowValue), navigation ? navigation.responseStart : performance.now());
    this.shift = Date.parse(this.nowValue) - Date.now();
    this.tick();
    this.timer = setInterval(() => this.tick(), 1000);
    this.wake = (event) => (event.persisted || document.visibilityState === "visible") && this.resync();
    document.addEventListener("visibilitychange", this.wake);
    window.addEventListener("pageshow", this.wake);
  }

  disconnect() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.wake);
    window.removeEventListener("pageshow", this.wake);
  }

  sync(serverTime, at) {
    this.serverTime = serverTime;
    this.at = at;
  }

  now() {
    return this.serverTime + (performance.now() - this.at);
  }

  /* Monotonic clocks may stand still while a computer sleeps: ask again when a minute or more seems to be missing. */
  async resync() {
    const drift = Math.abs(Date.now() + this.shift - this.now());
    if (drift < RESYNC_AFTER) return;
    try {
      const before = performance.now();
      const response = await fetch(location.href, { method: "HEAD", cache: "no-store", credentials: "same-origin" });
      const sent = response.headers.get("X-Server-Now") || response.headers.get("Date");
      if (!sent) return;
      this.sync(Date.parse(sent), (before + performance.now()) / 2);
      this.shift = this.serverTime - Date.now();
      this.tick();
    } catch {
      /* Without a network the old reckoning stands. */
    }
  }

  tick() {
    const left = this.until - this.now();
    if (left > 0) {
      if (this.hasLeftTarget) this.leftTarget.textContent = spanInWords(left);
      return;
    }
    clearInterval(this.timer);
    this.element.textContent = this.overValue;
    this.dispatch("over");
  }
}
