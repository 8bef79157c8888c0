/* Lets a person cut a chosen portrait to the wanted proportion before it is sent; the cut replaces the file of the input.
   Photographs in a form the browser cannot show (HEIC) are sent as they are. */
import { Controller } from "@hotwired/stimulus";
import { loadScript, loadStyle } from "../http.js";

export default class extends Controller {
  static targets = ["input", "panel", "image"];
  static values = { width: Number, height: Number, leastWidth: Number };

  disconnect() {
    this.close();
  }

  async open() {
    const file = this.inputTarget.files[0];
    if (!file || !/^image\/(jpeg|png)$/.test(file.type)) return;
    const [{ default: Cropper }] = await Promise.all([loadScript("cropper"), loadStyle("cropper")]);
    this.close();
    this.file = file;
    this.address = URL.createObjectURL(file);
    this.imageTarget.src = this.address;
    this.panelTarget.hidden = false;
    this.cropper = new Cropper(this.imageTarget, {
      aspectRatio: this.widthValue / this.heightValue,
      viewMode: 1,
      autoCropArea: 0.95,
      checkCrossOrigin: false,
      checkOrientation: true,
    });
  }

  rotate() {
    if (this.cropper) this.cropper.rotate(90);
  }

  apply() {
    const cut = this.cropper.getCroppedCanvas({ maxWidth: 2400, imageSmoothingQuality: "high", fillColor: "#fff" });
    cut.toBlob(
      (blob) => {
        const holder = new DataTransfer();
        holder.items.add(new File([blob], this.file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }));
        this.inputTarget.files = holder.files;
        this.close();
        this.dispatch("done");
      },
      "image/jpeg",
      0.95,
    );
  }

  close() {
    if (this.cropper) this.cropper.destroy();
    this.cropper = null;
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = null;
    if (this.hasPanelTarget) this.panelTarget.hidden = true;
  }
}
