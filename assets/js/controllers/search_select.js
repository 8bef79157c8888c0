/* A select with search at the server: Chinese, pinyin and initials. tom-select is fetched when the field is first used.
   data-search-select-url-value answers {"results": [{"value", "text", "hint"}]} to ?q= (and to the field `beside`). Until an input method has
   finished composing nothing is asked. The option data-search-select-other-value (其他) is always offered last, and never
   before the server has answered: whoever presses Enter earlier gets the first match when it comes. */
import { Controller } from "@hotwired/stimulus";
import { besides } from "../beside.js";
import { EarlyKeys } from "../early_keys.js";
import { loadScript } from "../http.js";

const LEAST = 1;
const AGAIN = 1500; // ms until a search that failed is tried once more

export default class extends Controller {
  static values = { url: String, other: String, placeholder: String, beside: String };

  connect() {
    this.early = new EarlyKeys(this.element, () => this.start());
  }

  disconnect() {
    this.early.stop();
    if (this.select) this.select.destroy();
    this.select = null;
    this.starting = false;
  }

  async start() {
    if (this.select) return this.focus();
    if (this.starting) return;
    this.starting = true;
    const { default: TomSelect } = await loadScript("tom-select").catch(() => ({}));
    if (!TomSelect) this.early.stop();
    if (!TomSelect || !this.element.isConnected) return;
    const here = document.activeElement === this.element;
    this.select = new TomSelect(this.element, this.options());
    this.found = new Set();
    this.answered = "";
    if (this.select.options[this.otherValue]) this.select.options[this.otherValue].$order = Number.MAX_SAFE_INTEGER;
    this.guardComposition(this.select.control_input);
    this.guardEnter(this.select.control_input);
    if (here) this.focus();
    if (!this.early.typed) return;
    this.select.control_input.value = this.early.typed;
    this.entered = this.early.entered;
    this.select.onInput();
  }

  /* tom-select's own focus() takes effect a moment later and drops what is typed until then. */
  focus() {
    this.select.control_input.focus();
  }

  options() {
    const remote = Boolean(this.urlValue);
    return {
      valueField: "value",
      labelField: "text",
      searchField: remote ? [] : ["text"],
      placeholder: this.placeholderValue || "输入名称、拼音或首字母",
      maxOptions: 60,
      loadThrottle: 250,
      score: remote ? (query) => (option) => this.rank(query.trim(), option.value) : undefined,
      shouldLoad: (query) => remote && !this.composing && query.trim().length >= LEAST,
      load: (query, done) => this.load(query.trim(), done),
      render: {
        option: (data, escape) =>
          `<div class="option">${escape(data.text)}${data.hint ? `<span class="hint">${escape(data.hint)}</span>` : ""}</div>`,
        no_results: () => `<div class="no-results">${this.failed === this.typed ? "没有连上，正在重试…" : `没有找到${this.otherValue ? "，可选“其他”后自己填写" : ""}`}</div>`,
        loading: () => `<div class="no-results">正在查找…</div>`,
      },
      onChange: () => this.dispatch("change", { detail: { value: this.element.value } }),
    };
  }

  async load(query, done) {
    try {
      const response = await fetch(`${this.urlValue}?q=${encodeURIComponent(query)}${besides(this)}`, { credentials: "same-origin" });
      const { results } = await response.json();
      this.show(query, results, done);
    } catch {
      if (!this.select) return;
      this.failed = query;
      done([]);
      setTimeout(() => this.again(query), AGAIN);
    }
  }

  again(query) {
    if (!this.select) return;
    this.failed = null;
    delete this.select.loadedSearches[query];
    if (query === this.typed) this.select.load(query);
  }

  /* An answer to words that have been changed meanwhile is of no use; it may be asked for again. */
  show(query, results, done) {
    if (!this.select) return;
    if (query !== this.typed) {
      done([]);
      delete this.select.loadedSearches[query];
      return;
    }
    this.answered = query;
    this.found = new Set(results.map((result) => result.value));
    this.select.clearOptions((option) => option.value === this.otherValue || option.value === this.element.value);
    done(results);
    const first = this.select.selectable()[0];
    if (first) this.select.setActiveOption(first);
    if (this.entered && results.length) {
      this.select.addItem(results[0].value);
      this.select.setTextboxValue("");
      this.select.close();
    }
    this.entered = false;
  }

  get typed() {
    return this.select.control_input.value.trim();
  }

  rank(query, value) {
    if (query !== this.answered) return 0;
    return this.found.has(value) ? 2 : Number(value === this.otherValue);
  }

  guardEnter(input) {
    const waiting = () => Boolean(this.urlValue && this.typed && this.typed !== this.answered);
    input.addEventListener("input", () => (this.entered = false));
    input.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Enter" || event.isComposing || !waiting()) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        this.entered = true;
      },
      true,
    );
  }

  guardComposition(input) {
    input.addEventListener("compositionstart", () => (this.composing = true));
    input.addEventListener("compositionend", () => {
      this.composing = false;
      if (this.select.settings.shouldLoad(input.value)) this.select.load(input.value);
    });
    input.addEventListener("keydown", (event) => event.isComposing && event.stopImmediatePropagation(), true);
  }
}
