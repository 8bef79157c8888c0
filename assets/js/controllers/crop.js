/* Lets a person cut a portrait to the wanted proportion before it is sent: chosen with the target `source`, turned and
   cut in the panel, put into the target `input`, then the event crop:done. What the browser cannot show (HEIC, damaged
   files) goes on as it is, and a line says so: the server answers what is wrong with it. */
import { Controller } from "@hotwired/stimulus";
import { loadScript, loadStyle } from "../http.js";

export default class extends Controller {
  static targets = ["input", "source", "panel", "image", "note"];
  static values = { width: Number, height: Number };

  disconnect() {
    this.close();
  }

  async open() {
    const file = this.sourceTarget.files[0];
    if (!file) return;
    const [{ default: Cropper }] = await Promise.all([loadScript("cropper"), loadStyle("cropper")]);
    this.close();
    this.file = file;
    this.address = URL.createObjectURL(file);
    this.imageTarget.src = this.address;
    try {
      await this.imageTarget.decode();
    } catch {
      this.close();
      this.noteTarget.hidden = false;
      return this.hand(file);
    }
    this.panelTarget.hidden = false;
    this.cropper = new Cropper(this.imageTarget, {
      aspectRatio: this.widthValue / this.heightValue,
      viewMode: 1,
      autoCropArea: 0.95,
      checkCrossOrigin: false,
      checkOrientation: false,
    });
    this.panelTarget.scrollIntoView({ block: "nearest" });
  }

  rotate() {
    if (this.cropper) this.cropper.rotate(90);
  }

  apply() {
    if (!this.cropper) return;
    const cut = this.cropper.getCroppedCanvas({ maxWidth: 2400, imageSmoothingQuality: "high", fillColor: "#fff" });
    cut.toBlob(
      (blob) => {
        const name = this.file.name.replace(/\.\w+$/, "");
        this.close();
        this.hand(new File([blob], `${name}.jpg`, { type: "image/jpeg" }));
      },
      "image/jpeg",
      0.95,
    );
  }

  hand(file) {
    const holder = new DataTransfer();
    holder.items.add(file);
    this.inputTarget.files = holder.files;
    this.dispatch("done");
  }

  close() {
    if (this.cropper) this.cropper.destroy();
    this.cropper = null;
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = null;
    if (this.hasPanelTarget) this.panelTarget.hidden = true;
    if (this.hasSourceTarget) this.sourceTarget.value = "";
  }
}
