/**
 * A map of areas: shapes are fetched once a level, after that only class numbers and texts arrive.
 *
 * Invariants: the paths in the document are rebuilt only when another level or another part of the
 * country is shown; a new answer changes the class of the paths that differ. Everything from the
 * server enters as text, never as markup, but for path data from our own route.
 * Lengths are in grid units of the stored shapes; `scale` is grid units a pixel.
 */

const SVG = "http://www.w3.org/2000/svg";
const MARGIN_PX = 14;
const CLICK_SLACK_PX = 4;
const SETTLE_MS = 140;
const CLOSEST = 0.4;
const STEP = 1.6;
const DIRECTIONS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

// Every instance loads this text as a module of its own, so what they share hangs on the window.
const shared = (globalThis[Symbol.for("area-map")] ??= { shapes: new Map() });
const maps = new WeakMap();

export default function render({ data, parentElement, setTriggerValue }) {
  let map = maps.get(parentElement);
  if (!map) {
    map = new AreaMap(parentElement);
    maps.set(parentElement, map);
  }
  map.choose = (code) => setTriggerValue("chosen", code);
  map.update(data);
  return () => {
    map.close();
    maps.delete(parentElement);
  };
}

function fetchShapes(url) {
  let shapes = shared.shapes.get(url);
  if (!shapes) {
    shapes = fetch(url).then((response) => {
      if (!response.ok) throw new Error(`${response.status} ${url}`);
      return response.json();
    });
    shapes.catch(() => shared.shapes.delete(url));
    shared.shapes.set(url, shapes);
  }
  return shapes;
}

class AreaMap {
  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    this.stage = find(".stage");
    this.svg = find(".stage > svg");
    this.defs = find("defs");
    this.shore = find(".shore");
    this.layers = Object.fromEntries(
      ["areas", "marked", "chosen", "active"].map((name) => [name, find(`g.${name}`)]),
    );
    this.tip = find(".tip");
    this.hint = find(".hint");
    this.status = find(".status");
    this.live = find(".live");
    this.help = find(".help");
    this.legend = find(".legend");
    this.buttons = [...root.querySelectorAll("[data-zoom]")];
    this.colours = root.appendChild(document.createElement("style"));
    this.pointers = new Map();
    this.areas = [];
    this.shownKey = null;
    this.active = -1;
    this.listen();
  }

  close() {
    this.resizing.disconnect();
    clearTimeout(this.settling);
    clearTimeout(this.hinting);
  }

  // ---- what arrives --------------------------------------------------------------------------

  async update(data) {
    this.data = data;
    this.labelled(data);
    if (!this.areas.length) this.status.textContent = data.labels.loading;
    let shapes;
    try {
      shapes = await fetchShapes(data.url);
    } catch {
      if (this.data === data) this.status.textContent = data.labels.failed;
      return;
    }
    if (this.data !== data) return;
    this.status.textContent = "";
    this.show(shapes);
    this.colour();
    this.outline();
    this.explain();
  }

  labelled({ alt, labels }) {
    this.stage.setAttribute("aria-label", labels.map);
    this.stage.setAttribute("aria-describedby", "help");
    this.svg.setAttribute("aria-label", alt);
    this.help.textContent = labels.help;
    this.hint.textContent = labels.wheel;
    const names = { in: labels.zoom_in, out: labels.zoom_out, reset: labels.reset };
    for (const button of this.buttons) {
      button.title = names[button.dataset.zoom];
      button.setAttribute("aria-label", names[button.dataset.zoom]);
    }
  }

  /** Build one path an area, unless the same areas are already there. */
  show(shapes) {
    const { url, within } = this.data;
    const key = `${url} ${within.join(" ")}`;
    if (key === this.shownKey) return;
    this.shownKey = key;
    this.shapes = shapes;
    const inside = (code) => !within.length || within.some((prefix) => code.startsWith(prefix));
    this.areas = [];
    shapes.codes.forEach((code, at) => {
      if (inside(code)) this.areas.push({ code, at, box: shapes.boxes[at], label: shapes.labels[at] });
    });
    this.index = new Map(this.areas.map((area, i) => [area.code, i]));
    this.layers.areas.innerHTML = this.areas
      .map((area) => `<path d="${shapes.paths[area.at]}"/>`)
      .join("");
    this.shore.setAttribute("d", this.areas.map(({ at }) => `M0 0${shapes.paths[at]}`).join(""));
    this.paths = [...this.layers.areas.children];
    this.paths.forEach((path, i) => (path.area = i));
    this.classes = new Array(this.areas.length);
    this.home = bounds(this.areas);
    this.setActive(-1);
    this.reset();
  }

  /** Give each path its class; only those that differ are touched. */
  colour() {
    const { codes, classes, tips } = this.data.areas;
    const given = new Map();
    this.tips = new Map();
    (codes ? codes.split(" ") : []).forEach((code, i) => {
      if (classes[i] !== "-") given.set(code, classes[i]);
      if (tips[i]) this.tips.set(code, tips[i]);
    });
    this.missing = false;
    this.areas.forEach((area, i) => {
      const name = given.get(area.code) ?? "missing";
      if (name === "missing") this.missing = true;
      if (this.classes[i] === name) return;
      this.classes[i] = name;
      this.paths[i].setAttribute("class", `k-${name}`);
    });
    this.paint();
  }

  /** The classes' colours as style rules, and a pattern for each hatched one. */
  paint() {
    const key = JSON.stringify(this.data.classes);
    if (key === this.paintKey) return;
    this.paintKey = key;
    const rules = [];
    const patterns = [];
    for (const { name, colour, pattern } of withMissing(this.data)) {
      if (pattern === "hatch") {
        rules.push(`.k-${name}{fill:url(#hatch-${name})}`);
        patterns.push(hatch(`hatch-${name}`, colour));
      } else if (pattern === "outline") {
        const width = "stroke-width:calc(var(--px)*1px)";
        rules.push(`.k-${name}{fill:var(--ground);stroke:${colour};${width}}`);
      } else {
        rules.push(`.k-${name}{fill:${colour}}`);
      }
    }
    this.colours.textContent = rules.join("\n");
    this.defs.replaceChildren(...patterns);
    this.scalePatterns();
  }

  /** Dashed borders and the chosen area, drawn above the others. */
  outline() {
    const { marked, selected } = this.data;
    const known = marked.filter((code) => this.index.has(code));
    this.layers.marked.replaceChildren(...known.map((code) => this.copy(code, "line")));
    this.layers.chosen.replaceChildren(...this.lined(selected));
    this.anyMarked = known.length > 0;
  }

  explain() {
    const { classes, labels } = this.data;
    const key = JSON.stringify([classes, labels.legend, this.missing, this.anyMarked]);
    if (key === this.legendKey) return;
    this.legendKey = key;
    this.legend.querySelector(".title").textContent = labels.legend;
    const entries = withMissing(this.data)
      .filter(({ name }) => name !== "missing" || this.missing)
      .map(({ label, colour, pattern }) => legendEntry(label, swatchStyle(colour, pattern)));
    if (this.anyMarked) entries.push(legendEntry(labels.marked, "", "dashed"));
    this.legend.querySelector("ul").replaceChildren(...entries);
  }

  copy(code, name) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", this.shapes.paths[this.areas[this.index.get(code)].at]);
    path.setAttribute("class", name);
    return path;
  }

  lined(code) {
    return this.index.has(code) ? [this.copy(code, "halo"), this.copy(code, "line")] : [];
  }

  // ---- the view ------------------------------------------------------------------------------

  get widest() {
    const [left, top, right, bottom] = this.home;
    const width = Math.max(this.width - 2 * MARGIN_PX, 1);
    const height = Math.max(this.height - 2 * MARGIN_PX, 1);
    return Math.max((right - left) / width, (bottom - top) / height);
  }

  reset() {
    if (!this.home || !this.width) return;
    const [left, top, right, bottom] = this.home;
    this.view = { x: (left + right) / 2, y: (top + bottom) / 2, scale: this.widest };
    this.settle();
  }

  /** Move so that the grid point under pixel (px, py) stays there while the scale changes. */
  zoomAt(factor, px = this.width / 2, py = this.height / 2) {
    const { x, y, scale } = this.view;
    const next = Math.min(Math.max(scale / factor, Math.min(CLOSEST, this.widest)), this.widest);
    const dx = px - this.width / 2;
    const dy = py - this.height / 2;
    this.look({ x: x + dx * (scale - next), y: y + dy * (scale - next), scale: next });
  }

  panBy(dx, dy) {
    const { x, y, scale } = this.view;
    this.look({ x: x - dx * scale, y: y - dy * scale, scale });
  }

  /** Show the view at once by moving the finished picture; draw it anew when it has come to rest. */
  look(view) {
    const [left, top, right, bottom] = this.home;
    this.view = {
      x: Math.min(Math.max(view.x, left), right),
      y: Math.min(Math.max(view.y, top), bottom),
      scale: view.scale,
    };
    const grown = this.drawn.scale / this.view.scale;
    const dx = (this.drawn.x - this.view.x) / this.view.scale + (this.width / 2) * (1 - grown);
    const dy = (this.drawn.y - this.view.y) / this.view.scale + (this.height / 2) * (1 - grown);
    this.svg.style.transform = `translate(${dx}px,${dy}px) scale(${grown})`;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settle(), SETTLE_MS);
  }

  settle() {
    clearTimeout(this.settling);
    const { x, y, scale } = this.view;
    const width = this.width * scale;
    const height = this.height * scale;
    this.drawn = this.view;
    this.svg.style.transform = "";
    this.svg.setAttribute("width", this.width);
    this.svg.setAttribute("height", this.height);
    this.svg.setAttribute("viewBox", `${x - width / 2} ${y - height / 2} ${width} ${height}`);
    this.svg.style.setProperty("--px", scale);
    this.svg.style.setProperty("--border", borderWidth(scale, this.areas.length));
    this.stage.classList.toggle("zoomed", scale < this.widest * 0.999);
    this.scalePatterns();
  }

  scalePatterns() {
    if (!this.drawn) return;
    for (const pattern of this.defs.children) {
      pattern.setAttribute("patternTransform", `scale(${this.drawn.scale}) rotate(45)`);
    }
  }

  toPixels([x, y]) {
    const { x: cx, y: cy, scale } = this.view;
    return [(x - cx) / scale + this.width / 2, (y - cy) / scale + this.height / 2];
  }

  /** Bring the area's label into the frame, without changing the scale. */
  reveal(i) {
    const [px, py] = this.toPixels(this.areas[i].label);
    const inside = px > 24 && py > 24 && px < this.width - 24 && py < this.height - 24;
    if (inside) return;
    this.panBy(this.width / 2 - px, this.height / 2 - py);
    this.settle();
  }

  // ---- pointing, pressing, keys --------------------------------------------------------------

  listen() {
    const { stage } = this;
    this.resizing = new ResizeObserver(() => this.resized());
    this.resizing.observe(stage);
    stage.addEventListener("pointerdown", (event) => this.pressed(event));
    stage.addEventListener("pointermove", (event) => this.moved(event));
    stage.addEventListener("pointerup", (event) => this.released(event));
    stage.addEventListener("pointercancel", (event) => this.released(event));
    stage.addEventListener("pointerleave", () => this.pointers.size || this.setActive(-1));
    stage.addEventListener("click", (event) => this.clicked(event));
    stage.addEventListener("wheel", (event) => this.wheeled(event), { passive: false });
    stage.addEventListener("keydown", (event) => this.typed(event));
    stage.addEventListener("blur", () => this.setActive(-1));
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.zoomTo(button.dataset.zoom));
    }
  }

  resized() {
    const { width, height } = this.stage.getBoundingClientRect();
    if (!width || (width === this.width && height === this.height)) return;
    this.width = width;
    this.height = height;
    this.reset();
  }

  zoomTo(what) {
    if (!this.view) return;
    if (what === "reset") return this.reset();
    const at = this.active < 0 ? [] : this.toPixels(this.areas[this.active].label);
    this.zoomAt(what === "in" ? STEP : 1 / STEP, ...at);
    this.settle();
    this.place();
  }

  pressed(event) {
    this.pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
    this.pointers.set(event.pointerId, this.at(event));
    if (this.pointers.size === 1) this.dragged = false;
    this.travelled = 0;
  }

  moved(event) {
    if (!this.view) return;
    const before = this.pointers.get(event.pointerId);
    if (!before) {
      if (event.pointerType !== "touch") this.hover(event);
      return;
    }
    const now = this.at(event);
    const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
    this.travelled += Math.hypot(dx, dy);
    if (!this.dragged && this.travelled < CLICK_SLACK_PX && this.pointers.size === 1) return;
    if (!this.dragged) this.startDrag(event);
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.pointers.set(event.pointerId, now);
    if (other) this.pinch(before, now, other);
    else this.panBy(dx, dy);
  }

  startDrag(event) {
    this.dragged = true;
    this.stage.classList.add("dragging");
    this.stage.setPointerCapture(event.pointerId);
    this.setActive(-1);
  }

  pinch(before, now, other) {
    const spread = (a, b) => Math.max(Math.hypot(a[0] - b[0], a[1] - b[1]), 1);
    const middle = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2];
    this.panBy((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    this.zoomAt(spread(now, other) / spread(before, other), ...middle);
  }

  released(event) {
    this.pointers.delete(event.pointerId);
    if (this.pointers.size) return;
    this.stage.classList.remove("dragging");
    if (this.dragged) this.settle();
  }

  clicked(event) {
    if (this.dragged) return;
    const i = event.target.area;
    if (i === undefined) return;
    if (this.active !== i) this.setActive(i, this.at(event));
    this.choose(this.areas[i].code);
  }

  wheeled(event) {
    if (!this.view) return;
    if (!event.ctrlKey && !event.metaKey) {
      this.hint.hidden = false;
      clearTimeout(this.hinting);
      this.hinting = setTimeout(() => (this.hint.hidden = true), 1200);
      return;
    }
    event.preventDefault();
    this.zoomAt(Math.exp(-event.deltaY / 240), ...this.at(event));
  }

  typed(event) {
    if (!this.view || event.altKey || event.ctrlKey || event.metaKey) return;
    const act = this.keyAction(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  keyAction({ key, shiftKey }) {
    const way = DIRECTIONS[key];
    if (way && shiftKey) return () => this.shift(way);
    if (way) return () => this.step(way);
    if (key === "+" || key === "=") return () => this.zoomTo("in");
    if (key === "-") return () => this.zoomTo("out");
    if (key === "0") return () => this.zoomTo("reset");
    if (key === "Escape") return () => (this.active < 0 ? this.stage.blur() : this.setActive(-1));
    if (key === "Enter" || key === " ") {
      return () => (this.active < 0 ? this.step([0, 0]) : this.choose(this.areas[this.active].code));
    }
    return null;
  }

  shift([dx, dy]) {
    this.panBy((-dx * this.width) / 4, (-dy * this.height) / 4);
    this.settle();
    this.place();
  }

  /** Go to the neighbouring area in a direction; the first step only lands on an area. */
  step(way) {
    const from = this.active;
    const next = from < 0 ? this.startingArea() : nearest(this.areas, from, way);
    if (next < 0) return;
    this.reveal(next);
    this.setActive(next);
    this.live.textContent = this.text(next).replaceAll("\n", ", ");
  }

  startingArea() {
    const chosen = this.index.get(this.data.selected);
    if (chosen !== undefined) return chosen;
    const { x, y } = this.view;
    const distance = ({ label }) => Math.hypot(label[0] - x, label[1] - y);
    return this.areas.reduce(
      (best, area, i) => (best < 0 || distance(area) < distance(this.areas[best]) ? i : best),
      -1,
    );
  }

  // ---- the area pointed at -------------------------------------------------------------------

  hover(event) {
    this.setActive(event.target.area ?? -1, this.at(event));
  }

  setActive(i, at = null) {
    if (i !== this.active) {
      this.active = i;
      this.layers.active.replaceChildren(...(i < 0 ? [] : this.lined(this.areas[i].code)));
      if (i >= 0) this.tell(this.text(i));
    }
    this.place(at);
  }

  text(i) {
    const { code } = this.areas[i];
    return this.tips.get(code) ?? `${code}\n${this.data.labels.missing}`;
  }

  tell(text) {
    const [first, ...rest] = text.split("\n");
    this.tip.querySelector("strong").textContent = first;
    this.tip.querySelector("span").textContent = rest.join("\n");
  }

  /** Put the tip beside a pixel (the active area's label if none is given), inside the frame. */
  place(at) {
    this.tip.hidden = this.active < 0;
    if (this.tip.hidden) return;
    const [px, py] = at ?? this.toPixels(this.areas[this.active].label);
    const { offsetWidth: width, offsetHeight: height } = this.tip;
    const right = px + 14 + width < this.width ? px + 14 : px - 14 - width;
    const left = Math.min(Math.max(right, 4), Math.max(this.width - width - 4, 4));
    const above = py - 14 - height > 4 ? py - 14 - height : py + 18;
    const top = Math.min(Math.max(above, 4), Math.max(this.height - height - 4, 4));
    this.tip.style.transform = `translate(${left}px,${top}px)`;
  }

  at(event) {
    const { left, top } = this.stage.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }
}

// ---- small questions ---------------------------------------------------------------------------

function bounds(areas) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { box: [left, top, right, bottom] } of areas) {
    box[0] = Math.min(box[0], left);
    box[1] = Math.min(box[1], top);
    box[2] = Math.max(box[2], right);
    box[3] = Math.max(box[3], bottom);
  }
  return areas.length ? box : [0, 0, 1, 1];
}

/** Borders in pixels: thin where many areas share few pixels, so that the colours stay visible. */
function borderWidth(scale, count) {
  if (count < 400) return 0.75;
  return Math.min(0.75, Math.max(0.15, 60 / scale / 2));
}

/** The area most straight ahead from `from`: nearby counts, straying sideways counts double. */
function nearest(areas, from, [wayX, wayY]) {
  const [x0, y0] = areas[from].label;
  let best = -1;
  let least = Infinity;
  areas.forEach(({ label: [x, y] }, i) => {
    const ahead = (x - x0) * wayX + (y - y0) * wayY;
    const aside = Math.abs((x - x0) * wayY) + Math.abs((y - y0) * wayX);
    const cost = ahead + 2 * aside;
    if (i !== from && ahead > 0 && aside < 2 * ahead && cost < least) [best, least] = [i, cost];
  });
  return best;
}

/** The classes with the names their paths carry, and the one for areas that got no class. */
function withMissing({ classes, labels }) {
  const named = classes.map((one, i) => ({ ...one, name: i.toString(36) }));
  return [...named, { name: "missing", label: labels.missing, colour: "#767f8c", pattern: "hatch" }];
}

function hatch(id, colour) {
  const make = (name, attributes) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const size = { width: 5, height: 5 };
  const pattern = make("pattern", { id, ...size, patternUnits: "userSpaceOnUse" });
  pattern.append(
    make("rect", { ...size, style: "fill:var(--ground)" }),
    make("rect", { width: 1.25, height: 5, fill: colour }),
  );
  return pattern;
}

function swatchStyle(colour, pattern) {
  if (pattern === "outline") return `border-color:${colour};border-width:2px`;
  if (pattern !== "hatch") return `background:${colour}`;
  return `background:repeating-linear-gradient(-45deg,${colour} 0 1.25px,transparent 1.25px 5px)`;
}

function legendEntry(label, style, name = "") {
  const entry = document.createElement("li");
  const swatch = document.createElement("span");
  swatch.className = `swatch ${name}`;
  swatch.style.cssText = style;
  entry.append(swatch, label);
  return entry;
}
