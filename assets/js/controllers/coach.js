/* What can be told about a portrait before the server has answered: type, size, pixels, and how white the wall is.
   The picture is drawn small into a canvas and never leaves the page by this; the checks that count are the server's.
   Lines are targets `line` with `data-check`; limits come as values (KB, pixels). */
import { Controller } from "@hotwired/stimulus";

const SIDE = 160;
const WHITE = 250;
const KILOBYTE = 1024;

export default class extends Controller {
  static targets = ["input", "panel", "line"];
  static values = { least: Number, most: Number, width: Number, height: Number };

  async look() {
    const file = this.inputTarget.files[0];
    if (!file || !this.hasPanelTarget) return;
    this.panelTarget.hidden = false;
    const kilobytes = Math.round(file.size / KILOBYTE);
    const jpeg = /jpe?g$/i.test(file.type || file.name);
    this.say("type", jpeg, jpeg ? "jpg 格式" : "不是 jpg，会自动转换");
    const fits = kilobytes >= this.leastValue && kilobytes <= this.mostValue;
    this.say("size", fits, fits ? `${kilobytes} KB` : `${kilobytes} KB，会自动调整到 ${this.leastValue} 至 ${this.mostValue} KB`);
    const picture = await opened(file);
    if (!picture) return this.say("pixels", null, "这种格式要等服务器打开");
    const { width, height } = picture;
    const enough = width >= this.widthValue && height >= this.heightValue;
    this.say("pixels", enough, enough ? `${width}×${height} 像素` : `${width}×${height} 像素，要求不少于 ${this.widthValue}×${this.heightValue}`);
    const share = whiteness(picture);
    const white = share >= 0.99;
    this.say("wall", white, white ? "背景是白色" : "背景不够白，会尝试换成纯白");
  }

  say(check, good, words) {
    const line = this.lineTargets.find((each) => each.dataset.check === check);
    if (!line) return;
    line.className = good === null ? "muted" : good ? "ok" : "warn";
    line.textContent = `${good === null ? "…" : good ? "✓" : "!"} ${words}`;
  }
}

async function opened(file) {
  const address = URL.createObjectURL(file);
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
    const scale = SIDE / Math.max(image.naturalWidth, image.naturalHeight);
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const pixels = pen.getImageData(0, 0, canvas.width, canvas.height).data;
    return { width: image.naturalWidth, height: image.naturalHeight, across: canvas.width, down: canvas.height, pixels };
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/* The share of nearly white pixels along the top and the upper half of both sides. */
function whiteness({ across, down, pixels }) {
  let seen = 0;
  let white = 0;
  const margin = Math.max(2, Math.round(across * 0.06));
  for (let row = 0; row < down * 0.5; row += 1) {
    for (let column = 0; column < across; column += 1) {
      if (row >= margin && column >= margin && column < across - margin) continue;
      const at = (row * across + column) * 4;
      seen += 1;
      if (Math.min(pixels[at], pixels[at + 1], pixels[at + 2]) >= WHITE) white += 1;
    }
  }
  return white / seen;
}
