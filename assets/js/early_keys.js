/* A select that a fetched script will replace: the first touch calls begin, and until then the browser's own list may
   neither open nor take what is typed. stop() gives the select back to the browser. */
const TOUCHES = ["focus", "mousedown", "keydown", "paste"];

export class EarlyKeys {
  constructor(element, begin) {
    this.typed = "";
    this.entered = false;
    this.element = element;
    this.begin = begin;
    for (const type of TOUCHES) element.addEventListener(type, this);
  }

  stop() {
    for (const type of TOUCHES) this.element.removeEventListener(type, this);
  }

  handleEvent(event) {
    this[event.type](event);
  }

  focus() {
    this.begin();
  }

  mousedown(event) {
    event.preventDefault();
    this.element.focus();
  }

  keydown(event) {
    const enter = event.key === "Enter" && this.typed !== "";
    if ((event.key.length > 1 && !enter) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.entered = enter;
    if (!enter) this.typed += event.key;
  }

  paste(event) {
    event.preventDefault();
    this.entered = false;
    this.typed += event.clipboardData.getData("text/plain").trim();
  }
}
