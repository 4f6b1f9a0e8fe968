/**
 * What part of the plane is seen. While it moves, the finished picture is moved as a whole; it is
 * drawn anew when it has come to rest.
 *
 * `scale` is grid units a pixel; x and y are the grid point in the middle of the frame.
 */

const MARGIN_PX = 14;
const SETTLE_MS = 140;
const CLOSEST = 0.4;

class View {
  constructor(svg, settled) {
    this.svg = svg;
    this.settled = settled;
    this.width = 0;
    this.height = 0;
    this.home = null;
    this.seen = null;
  }

  get ready() {
    return this.seen !== null;
  }

  get zoomed() {
    return this.seen.scale < this.widest * 0.999;
  }

  get widest() {
    const [left, top, right, bottom] = this.home;
    const width = Math.max(this.width - 2 * MARGIN_PX, 1);
    const height = Math.max(this.height - 2 * MARGIN_PX, 1);
    return Math.max((right - left) / width, (bottom - top) / height);
  }

  resize(width, height) {
    this.width = width;
    this.height = height;
    this.reset();
  }

  /** Show all of the box `home`, now or as soon as the frame has a size. */
  reset(home = this.home) {
    this.home = home;
    if (!home || !this.width) return;
    const [left, top, right, bottom] = home;
    this.seen = { x: (left + right) / 2, y: (top + bottom) / 2, scale: this.widest };
    this.settle();
  }

  /** Change the scale while the grid point under a pixel stays there. */
  zoomAt(factor, px = this.width / 2, py = this.height / 2) {
    const { x, y, scale } = this.seen;
    const nearest = Math.min(CLOSEST, this.widest);
    const next = Math.min(Math.max(scale / factor, nearest), this.widest);
    const dx = px - this.width / 2;
    const dy = py - this.height / 2;
    this.look({ x: x + dx * (scale - next), y: y + dy * (scale - next), scale: next });
  }

  panBy(dx, dy) {
    const { x, y, scale } = this.seen;
    this.look({ x: x - dx * scale, y: y - dy * scale, scale });
  }

  look({ x, y, scale }) {
    const [left, top, right, bottom] = this.home;
    this.seen = { x: clamp(x, left, right), y: clamp(y, top, bottom), scale };
    const grown = this.drawn.scale / scale;
    const dx = (this.drawn.x - this.seen.x) / scale + (this.width / 2) * (1 - grown);
    const dy = (this.drawn.y - this.seen.y) / scale + (this.height / 2) * (1 - grown);
    this.svg.style.transform = `translate(${dx}px,${dy}px) scale(${grown})`;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.settle(), SETTLE_MS);
  }

  settle() {
    clearTimeout(this.waiting);
    const { x, y, scale } = (this.drawn = this.seen);
    const width = this.width * scale;
    const height = this.height * scale;
    this.svg.style.transform = "";
    this.svg.setAttribute("width", this.width);
    this.svg.setAttribute("height", this.height);
    this.svg.setAttribute("viewBox", `${x - width / 2} ${y - height / 2} ${width} ${height}`);
    this.svg.style.setProperty("--px", scale);
    this.settled(scale);
  }

  toPixels([x, y]) {
    const { x: middle, y: centre, scale } = this.seen;
    return [(x - middle) / scale + this.width / 2, (y - centre) / scale + this.height / 2];
  }

  /** Bring a grid point into the frame, at the same scale. */
  reveal(point) {
    const [px, py] = this.toPixels(point);
    if (px > 24 && py > 24 && px < this.width - 24 && py < this.height - 24) return;
    this.panBy(this.width / 2 - px, this.height / 2 - py);
    this.settle();
  }

  close() {
    clearTimeout(this.waiting);
  }
}

function clamp(value, least, most) {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
