/**
 * The stored shapes: fetching them once, and questions about areas and their paths.
 *
 * The files of this folder are joined to one module, in the order given in `__init__.py`; only
 * `map.js` exports. Lengths are in grid units of the stored shapes.
 */

// Every instance loads the module anew, so what they share hangs on the window.
const shared = (globalThis[Symbol.for("area-map")] ??= { shapes: new Map() });

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

/** The areas that lie in one of the places, by the beginning of their code; all if none is given. */
function areasWithin(shapes, within) {
  const inside = (code) => !within.length || within.some((prefix) => code.startsWith(prefix));
  return shapes.codes
    .map((code, at) => ({
      code,
      path: shapes.paths[at],
      box: shapes.boxes[at],
      label: shapes.labels[at],
    }))
    .filter(({ code }) => inside(code));
}

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

/** The area most straight ahead of another: straying sideways counts double. -1 at the edge. */
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

function closest(areas, x, y) {
  const distance = ({ label }) => Math.hypot(label[0] - x, label[1] - y);
  return areas.reduce(
    (best, area, i) => (best < 0 || distance(area) < distance(areas[best]) ? i : best),
    -1,
  );
}

/**
 * Path data of the border around several areas: neighbours walk a shared border in opposite
 * directions over the same points, so what is walked only once lies outermost.
 */
function outlineOf(areas) {
  const outermost = new Map();
  for (const { path } of areas) {
    for (const [x0, y0, x1, y1] of edgesOf(path)) {
      if (!outermost.delete(`${x1},${y1},${x0},${y0}`)) outermost.set(`${x0},${y0},${x1},${y1}`);
    }
  }
  const lines = [];
  for (const edge of outermost.keys()) {
    const [x0, y0, x1, y1] = edge.split(",");
    lines.push(`M${x0} ${y0}L${x1} ${y1}`);
  }
  return lines.join("");
}

function* edgesOf(path) {
  let [x, y] = [0, 0];
  for (const ring of path.split("z")) {
    const numbers = (ring.match(/-?\d+/g) ?? []).map(Number);
    if (!numbers.length) continue;
    const start = [(x += numbers[0]), (y += numbers[1])];
    for (let i = 2; i < numbers.length; i += 2) {
      yield [x, y, (x += numbers[i]), (y += numbers[i + 1])];
    }
    yield [x, y, ...start];
    [x, y] = start;
  }
}
