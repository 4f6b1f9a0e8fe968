/**
 * Mouse, pen and fingers: dragging and pinching move the view, a press without movement chooses.
 *
 * A finger scrolls the page until the map is zoomed in (the style sheet's touch-action), and the
 * wheel zooms with Ctrl only, so that nobody gets stuck in the map.
 */

const CLICK_SLACK_PX = 4;
const HINT_MS = 1400;

class Pointing {
  constructor(stage, view, { hover, leave, press, hint }) {
    Object.assign(this, { stage, view, hover, leave, press, hint });
    this.down = new Map();
    this.dragged = false;
    const on = (name, act) => {
      stage.addEventListener(name, (event) => view.ready && act(event), { passive: false });
    };
    on("pointerdown", (event) => this.begin(event));
    on("pointermove", (event) => this.move(event));
    on("pointerup", (event) => this.end(event));
    on("pointercancel", (event) => this.end(event));
    on("pointerleave", () => this.down.size || leave());
    on("click", (event) => this.dragged || press(event.target, this.at(event)));
    on("wheel", (event) => this.turn(event));
  }

  begin(event) {
    if (!this.down.size) {
      this.dragged = false;
      this.travelled = 0;
    }
    this.down.set(event.pointerId, this.at(event));
  }

  move(event) {
    const before = this.down.get(event.pointerId);
    if (!before) {
      if (event.pointerType !== "touch") this.hover(event.target, this.at(event));
      return;
    }
    const now = this.at(event);
    const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
    this.down.set(event.pointerId, now);
    this.travelled += Math.hypot(dx, dy);
    if (!this.dragged && this.travelled < CLICK_SLACK_PX) return;
    this.startDrag(event);
    const other = [...this.down].find(([id]) => id !== event.pointerId)?.[1];
    if (other) this.pinch(before, now, other);
    else this.view.panBy(dx, dy);
  }

  startDrag(event) {
    if (this.dragged) return;
    this.dragged = true;
    this.stage.classList.add("dragging");
    this.stage.setPointerCapture(event.pointerId);
    this.leave();
  }

  pinch(before, now, other) {
    const spread = (a, b) => Math.max(Math.hypot(a[0] - b[0], a[1] - b[1]), 1);
    const middle = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2];
    this.view.panBy((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    this.view.zoomAt(spread(now, other) / spread(before, other), ...middle);
  }

  end(event) {
    this.down.delete(event.pointerId);
    if (this.down.size) return;
    this.stage.classList.remove("dragging");
    if (this.dragged) this.view.settle();
  }

  turn(event) {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.leave();
      this.view.zoomAt(Math.exp(-event.deltaY / 240), ...this.at(event));
      return;
    }
    this.hint.hidden = false;
    clearTimeout(this.hinting);
    this.hinting = setTimeout(() => (this.hint.hidden = true), HINT_MS);
  }

  at(event) {
    const { left, top } = this.stage.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  close() {
    clearTimeout(this.hinting);
  }
}
