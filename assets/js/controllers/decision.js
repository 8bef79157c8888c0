/* A decision is asked back before it is sent: its button, or the key of the button, opens a panel that names the person
   and the decision. Enter confirms; Escape or any other character goes back. Without a script the button itself sends. */
import { Controller } from "@hotwired/stimulus";

const BREATH = 150; // milliseconds from question to answer: nobody has read it sooner

export default class extends Controller {
  static targets = ["panel", "question", "go", "label"];

  /* Stands last among the button's actions: what they have refused is not asked. */
  ask(event) {
    const button = event.currentTarget;
    if (event.defaultPrevented) return this.close();
    event.preventDefault();
    this.asked = button;
    this.questionTarget.textContent = button.dataset.question;
    this.labelTarget.textContent = button.dataset.answer;
    this.goTarget.value = button.value;
    this.goTarget.classList.toggle("primary", !button.classList.contains("danger"));
    for (const name of ["danger", "solid"]) this.goTarget.classList.toggle(name, button.classList.contains("danger"));
    this.panelTarget.hidden = false;
    this.since = performance.now();
    this.goTarget.focus();
  }

  /* A scanner slower than `hotkeys` can tell goes back with its next character, so its Enter confirms nothing. */
  key(event) {
    if (event.key.length === 1 && event.key !== " ") this.back();
  }

  confirm(event) {
    if (performance.now() - this.since < BREATH) event.preventDefault();
  }

  back() {
    if (this.panelTarget.hidden) return;
    this.close();
    this.asked.focus();
  }

  close() {
    this.panelTarget.hidden = true;
  }
}
