/**
 * A map of areas: shapes are fetched once a level, after that only class numbers and texts arrive.
 *
 * Invariants: paths are built only when another level or another part of the country is shown; a new
 * answer changes the class of the paths that differ. What comes with an answer enters as text, never
 * as markup; path data comes from our own route alone.
 */

const ZOOM_STEP = 1.6;
const TALL = 1.5;
const DIRECTIONS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const maps = new WeakMap();

export default function render({ data, parentElement, setTriggerValue }) {
  const map = maps.get(parentElement) ?? new AreaMap(parentElement);
  maps.set(parentElement, map);
  map.choose = (code) => setTriggerValue("chosen", code);
  map.update(data);
  return () => {
    map.close();
    maps.delete(parentElement);
  };
}

class AreaMap {
  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    this.stage = find(".stage");
    this.frame = find(".frame");
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
    this.areas = [];
    this.active = -1;
    this.view = new View(this.svg, (scale) => this.settled(scale));
    this.listen();
  }

  listen() {
    this.pointing = new Pointing(this.stage, this.view, {
      hover: (target, at) => this.point(target.area ?? -1, at),
      leave: () => this.point(-1),
      press: (target, at) => this.press(target.area ?? -1, at),
      hint: this.hint,
    });
    this.stage.addEventListener("keydown", (event) => this.typed(event));
    this.stage.addEventListener("blur", () => this.point(-1));
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.zoom(button.dataset.zoom));
    }
    this.resizing = new ResizeObserver(() => this.resized());
    this.resizing.observe(this.stage);
  }

  close() {
    this.resizing.disconnect();
    this.view.close();
    this.pointing.close();
  }

  // ---- what arrives --------------------------------------------------------------------------

  async update(data) {
    this.data = data;
    this.name(data);
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
    this.build(shapes);
    this.classify();
    this.paint();
    this.outline();
    this.explain();
    this.place();
  }

  name({ alt, labels }) {
    this.stage.setAttribute("aria-label", labels.map);
    this.svg.setAttribute("aria-label", alt);
    this.help.textContent = labels.help;
    this.hint.textContent = labels.wheel;
    const names = { in: labels.zoom_in, out: labels.zoom_out, reset: labels.reset };
    for (const button of this.buttons) {
      button.title = names[button.dataset.zoom];
      button.setAttribute("aria-label", names[button.dataset.zoom]);
    }
  }

  /** One path an area, unless the same areas are already there. */
  build(shapes) {
    const { url, within } = this.data;
    const key = `${url} ${within.join(" ")}`;
    if (key === this.built) return;
    this.built = key;
    this.point(-1);
    this.areas = areasWithin(shapes, within);
    this.index = new Map(this.areas.map(({ code }, i) => [code, i]));
    this.layers.areas.innerHTML = this.areas.map(({ path }) => `<path d="${path}"/>`).join("");
    this.paths = [...this.layers.areas.children];
    this.paths.forEach((path, i) => (path.area = i));
    this.classes = [];
    this.shore.setAttribute("d", within.length ? outlineOf(this.areas) : shapes.shore);
    const [left, top, right, bottom] = bounds(this.areas);
    this.frame.classList.toggle("tall", bottom - top > TALL * (right - left));
    this.view.reset([left, top, right, bottom]);
  }

  /**
   * Each area's class and text; only paths whose class differs are touched. Outlined areas go last, so
   * that no neighbour covers their border.
   */
  classify() {
    const { codes, classes, tips } = this.data.areas;
    const listed = codes ? codes.split(" ") : [];
    const place = new Map(listed.map((code, i) => [code, i]));
    const outlined = new Set(
      withMissing(this.data)
        .filter(({ pattern }) => pattern === "outline")
        .map(({ name }) => name),
    );
    this.missing = false;
    this.areas.forEach((area, i) => {
      const at = place.get(area.code);
      const name = at === undefined || classes[at] === "-" ? "missing" : classes[at];
      area.text = tips[at] || `${area.code}\n${this.data.labels.missing}`;
      if (name === "missing") this.missing = true;
      if (this.classes[i] === name) return;
      this.classes[i] = name;
      this.paths[i].setAttribute("class", `k-${name}`);
      if (outlined.has(name)) this.layers.areas.append(this.paths[i]);
    });
  }

  paint() {
    const classes = withMissing(this.data);
    const key = JSON.stringify(classes);
    if (key === this.painted) return;
    this.painted = key;
    this.colours.textContent = classes.map(styleRule).join("\n");
    this.defs.replaceChildren(...classes.filter(({ pattern }) => pattern === "hatch").map(hatch));
    if (this.view.ready) this.scalePatterns(this.view.seen.scale);
  }

  /** Dashed borders and the chosen area, drawn above the others. */
  outline() {
    const marked = this.data.marked.filter((code) => this.index.has(code));
    this.layers.marked.replaceChildren(...marked.map((code) => this.copy(code, "line")));
    this.layers.chosen.replaceChildren(...this.lines(this.data.selected));
    this.anyMarked = marked.length > 0;
  }

  explain() {
    const { classes, labels } = this.data;
    const lacking = this.data.rest_is_missing;
    const key = JSON.stringify([classes, labels, lacking, this.missing, this.anyMarked]);
    if (key === this.explained) return;
    this.explained = key;
    this.legend.querySelector(".title").textContent = labels.legend;
    const entries = withMissing(this.data)
      .filter(({ name }) => name !== "missing" || this.missing)
      .map((one) => legendEntry(one.label, swatchStyle(one)));
    if (this.anyMarked) entries.push(legendEntry(labels.marked, "", "dashed"));
    this.legend.querySelector("ul").replaceChildren(...entries);
  }

  copy(code, name) {
    return element("path", { d: this.areas[this.index.get(code)].path, class: name });
  }

  lines(code) {
    return this.index.has(code) ? [this.copy(code, "halo"), this.copy(code, "line")] : [];
  }

  // ---- the view ------------------------------------------------------------------------------

  resized() {
    const { width, height } = this.stage.getBoundingClientRect();
    if (width && (width !== this.view.width || height !== this.view.height)) {
      this.view.resize(width, height);
    }
  }

  settled(scale) {
    this.svg.style.setProperty("--border", borderWidth(scale, this.areas.length));
    this.stage.classList.toggle("zoomed", this.view.zoomed);
    this.scalePatterns(scale);
    this.place();
  }

  scalePatterns(scale) {
    for (const pattern of this.defs.children) {
      pattern.setAttribute("patternTransform", `scale(${scale}) rotate(45)`);
    }
  }

  zoom(what) {
    if (!this.view.ready) return;
    if (what === "reset") {
      this.view.reset();
      return;
    }
    const at = this.active < 0 ? [] : this.view.toPixels(this.areas[this.active].label);
    this.view.zoomAt(what === "in" ? ZOOM_STEP : 1 / ZOOM_STEP, ...at);
    this.view.settle();
  }

  // ---- keys ----------------------------------------------------------------------------------

  typed(event) {
    if (!this.view.ready || event.altKey || event.ctrlKey || event.metaKey) return;
    const act = this.keyAction(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  keyAction({ key, shiftKey }) {
    const way = DIRECTIONS[key];
    if (way) return () => (shiftKey ? this.shift(way) : this.step(way));
    const actions = {
      "+": () => this.zoom("in"),
      "=": () => this.zoom("in"),
      "-": () => this.zoom("out"),
      0: () => this.zoom("reset"),
      Enter: () => this.enter(),
      " ": () => this.enter(),
      Escape: () => (this.active < 0 ? this.stage.blur() : this.point(-1)),
    };
    return actions[key];
  }

  shift([dx, dy]) {
    this.view.panBy((-dx * this.view.width) / 4, (-dy * this.view.height) / 4);
    this.view.settle();
  }

  /** To the neighbour in a direction; the first step lands on the chosen area or the middle one. */
  step(way) {
    const next = this.active < 0 ? this.start() : nearest(this.areas, this.active, way);
    if (next < 0) return;
    this.view.reveal(this.areas[next].label);
    this.point(next);
    this.live.textContent = this.areas[next].text.replaceAll("\n", ", ");
  }

  start() {
    const { x, y } = this.view.seen;
    return this.index.get(this.data.selected) ?? closest(this.areas, x, y);
  }

  enter() {
    if (this.active < 0) this.step([0, 0]);
    else this.choose(this.areas[this.active].code);
  }

  // ---- the area pointed at -------------------------------------------------------------------

  press(i, at) {
    if (i < 0) return;
    this.point(i, at);
    this.choose(this.areas[i].code);
  }

  point(i, at = null) {
    this.pointedAt = at;
    if (i !== this.active) {
      this.active = i;
      this.layers.active.replaceChildren(...(i < 0 ? [] : this.lines(this.areas[i].code)));
    }
    this.place();
  }

  /** The tip beside the pointer, or beside the active area's label; always inside the frame. */
  place() {
    this.tip.hidden = this.active < 0;
    if (this.tip.hidden) return;
    const { text, label } = this.areas[this.active];
    const [heading, ...rest] = text.split("\n");
    this.tip.querySelector("strong").textContent = heading;
    this.tip.querySelector("span").textContent = rest.join("\n");
    const [px, py] = this.pointedAt ?? this.view.toPixels(label);
    const { offsetWidth: width, offsetHeight: height } = this.tip;
    const left = px + 14 + width < this.view.width ? px + 14 : px - 14 - width;
    const top = py - 14 - height > 4 ? py - 14 - height : py + 18;
    const x = clamp(left, 4, this.view.width - width - 4);
    const y = clamp(top, 4, this.view.height - height - 4);
    this.tip.style.transform = `translate(${x}px,${y}px)`;
  }
}

/** Borders in pixels: thin where many areas share few pixels, so that the colours stay visible. */
function borderWidth(scale, count) {
  return count < 400 ? 0.75 : clamp(30 / scale, 0.15, 0.75);
}
