/**
 * Timing inside the page, so that the driver's own way to the browser is not counted.
 *
 * `since` is "navigation" or a button to press; what is awaited is a fact about the page, and the
 * clock stops two frames later, when it has been painted.
 */
({ since, awaited }) => {
  const deep = (root, selector) =>
    root.querySelector(selector) ??
    [...root.querySelectorAll("div")]
      .map(({ shadowRoot }) => shadowRoot && deep(shadowRoot, selector))
      .find(Boolean);
  const last = (selector) => [...document.querySelectorAll(selector)].at(-1);
  const drawing = ".stVegaLiteChart :is(canvas, svg)";
  const shown = () => last(".oa-sentence")?.innerText + last("table")?.innerText;
  const map = () => deep(document, "figure.map");
  const name = () => map()?.querySelector(".stage > svg")?.getAttribute("aria-label");
  const resting = () =>
    document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]");
  const before = { text: shown(), name: name() };
  const facts = {
    chart: () => document.querySelector(drawing),
    answer: () => last("table") && shown() !== before.text && document.querySelector(drawing),
    map: () =>
      name() !== before.name &&
      map().querySelectorAll("g.areas path[class]").length > 3300 &&
      resting(),
  };
  const began = since === "navigation" ? 0 : performance.now();
  if (since === "navigation") before.name = undefined;
  else since.click();
  return new Promise((resolve) => {
    const stop = () => resolve((performance.now() - began) / 1000);
    const look = () =>
      facts[awaited]() ? requestAnimationFrame(() => requestAnimationFrame(stop)) : requestAnimationFrame(look);
    look();
  });
};
