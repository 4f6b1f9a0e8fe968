/** Classes as colours: style rules and patterns for the paths, entries for the legend. */

const SVG = "http://www.w3.org/2000/svg";
const MISSING_COLOUR = "#6b7480";
const OTHER_COLOUR = "#f1f3f5";
const HATCH_PX = 5;

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** The classes with the names their paths carry, and the one for areas that got no class. */
function withMissing({ classes, labels, rest_is_missing: lacking }) {
  const named = classes.map((one, i) => ({ ...one, name: i.toString(36) }));
  const rest = lacking
    ? { colour: MISSING_COLOUR, pattern: "hatch" }
    : { colour: OTHER_COLOUR, pattern: null };
  return [...named, { name: "missing", label: labels.missing, ...rest }];
}

/** Colours are checked on the server; a class name is one character or "missing". */
function styleRule({ name, colour, pattern }) {
  if (pattern === "hatch") return `.k-${name}{fill:url(#hatch-${name})}`;
  if (pattern === "outline") {
    return `.k-${name}{fill:var(--ground);stroke:${colour};stroke-width:calc(var(--px)*1px)}`;
  }
  return `.k-${name}{fill:${colour}}`;
}

function hatch({ name, colour }) {
  const size = { width: HATCH_PX, height: HATCH_PX };
  const pattern = element("pattern", {
    id: `hatch-${name}`,
    ...size,
    patternUnits: "userSpaceOnUse",
  });
  pattern.append(
    element("rect", { ...size, style: "fill:var(--ground)" }),
    element("rect", { width: 1.25, height: HATCH_PX, fill: colour }),
  );
  return pattern;
}

function swatchStyle({ colour, pattern }) {
  if (pattern === "outline") return `border-color:${colour};border-width:2px`;
  if (pattern !== "hatch") return `background:${colour}`;
  const lines = `${colour} 0 1.25px,transparent 1.25px ${HATCH_PX}px`;
  return `background:repeating-linear-gradient(-45deg,${lines})`;
}

function legendEntry(label, style, name = "") {
  const entry = document.createElement("li");
  const swatch = document.createElement("span");
  swatch.className = `swatch ${name}`;
  swatch.style.cssText = style;
  entry.append(swatch, label);
  return entry;
}
