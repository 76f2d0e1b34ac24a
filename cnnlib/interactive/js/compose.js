// Two layers of three taps behind each other against the one layer of five taps that they amount to.

// `inner` are the values of the first layer at places -1 … n (what it would give there, the signal followed by zeros),
// `kept` the same as the second layer reads them: with padding "each" both ends are replaced by zeros.
export function compute({ x, w, padding }) {
  const n = x.length;
  const at = (i) => (i >= 0 && i < n ? x[i] : 0);
  const composed = [0, 1, 2, 3, 4].map((t) => w.reduce((sum, tap, a) => sum + tap * (w[t - a] ?? 0), 0));
  const inner = Array.from({ length: n + 2 }, (_, i) => w.reduce((sum, tap, a) => sum + tap * at(i - 2 + a), 0));
  const kept = inner.map((value, i) => (padding === "each" && (i === 0 || i === n + 1) ? 0 : value));
  const two = x.map((_, i) => w.reduce((sum, tap, a) => sum + tap * kept[i + a], 0));
  const one = x.map((_, i) => composed.reduce((sum, tap, t) => sum + tap * at(i - 2 + t), 0));
  return { composed, inner, kept, two, one, difference: two.map((value, i) => value - one[i]) };
}

const two = (value) => kit.fmt(value, 2);
const signed = (value) => (value < 0 && two(value) !== "0" ? `(${two(value)})` : two(value));
const list = (values) => `[${values.map(two).join(", ")}]`;

// Why the output of the moment is or is not what one kernel gives.
export function words(state) {
  const { kept, inner, two: ours, one, difference } = compute(state);
  const { w, position, padding, x } = state;
  const terms = w.map((tap, a) => `${signed(tap)}·${signed(kept[position + a])}`).join(" + ");
  const layers = `Output ${position}. Second layer: ${terms} = ${two(ours[position])}. One kernel: ${two(one[position])}.`;
  if (two(difference[position]) !== "0") {
    const [edge, tap, side] = position === 0 ? [inner[0], w[0], "before the first"] : [inner[x.length + 1], w[2], "after the last"];
    const product = `${signed(tap)}·${signed(edge)}`;
    return `${layers} They differ by ${two(difference[position])}: one place ${side} sample the first layer would give ${two(edge)}, and the padding has put 0 there, so ${product} is missing.`;
  }
  const ends = padding === "each" && (position === 0 || position === x.length - 1);
  return `${layers} ${ends ? "The same: what the padding cut off here is worth 0." : "The same."}`;
}

const WIDTH = 340;
const LEFT = 6;

export default {
  render({ model, el }) {
    const keys = ["x", "w", "padding", "position"];
    const state = () => Object.fromEntries(keys.map((key) => [key, model.get(key)]));
    const n = model.get("x").length;
    const pitch = (WIDTH - 2 * LEFT) / (n + 2);
    const at = (i) => LEFT + (i + 1.5) * pitch; // place -1 is the first one
    const drawing = kit.canvas(WIDTH, 322, "");
    const live = kit.live();
    const kernels = kit.h("p", { class: "cnn-formula" });
    kernels.style.cssText = "margin:.5rem 0 0;font-variant-numeric:tabular-nums";

    // A row of stems with its zero line; returns the height of a value.
    function panel(top, height, title, values, parts) {
      const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
      const scale = height / Math.max(1e-9, high - low);
      const y = (value) => top + 18 + (high - value) * scale;
      parts.push(
        kit.svg("text", { x: LEFT, y: top + 8, "font-size": 12 }, title),
        kit.svg("line", { x1: LEFT, x2: WIDTH - LEFT, y1: y(0), y2: y(0), stroke: "var(--cnn-line)" }),
      );
      return y;
    }
    function stem(i, value, y, color, parts, hollow = false) {
      const fill = hollow ? "var(--cnn-surface)" : color;
      const line = { x1: at(i), x2: at(i), y1: y(0), y2: y(value), stroke: color, "stroke-width": 1.6 };
      parts.push(
        kit.svg("line", hollow ? { ...line, "stroke-dasharray": "2 2" } : line),
        kit.svg("circle", { cx: at(i), cy: y(value), r: 4, fill, stroke: color, "stroke-width": 1.6 }),
      );
    }
    // The places that the moment's output reads.
    function band(from, to, top, height, kind, parts) {
      const place = { x: at(from) - pitch / 2, y: top, width: (to - from + 1) * pitch, height, rx: 4 };
      parts.push(kit.svg("rect", { ...place, fill: `var(--cnn-${kind}-fill)` }));
    }

    function draw() {
      const now = state();
      const { x, w, padding, position } = now;
      const { composed, inner, kept, two: ours, one, difference } = compute(now);
      const parts = [];
      band(Math.max(-1, position - 2), Math.min(n, position + 2), 18, 74, "input", parts);
      let y = panel(4, 62, "signal", x, parts);
      x.forEach((value, i) => stem(i, value, y, "var(--cnn-input)", parts));

      band(position - 1, position + 1, 114, 84, "kernel", parts);
      y = panel(100, 72, "after the first layer", [...inner, ...kept], parts);
      inner.forEach((value, i) => {
        const end = i === 0 || i === n + 1;
        const lost = end && padding === "each";
        stem(i - 1, value, y, "var(--cnn-kernel)", parts, lost);
        if (lost) parts.push(kit.svg("circle", { cx: at(i - 1), cy: y(0), r: 4, fill: "var(--cnn-pad)" }));
      });

      band(position, position, 224, 94, "output", parts);
      y = panel(210, 82, "after the second layer (dots), one kernel (squares)", [...ours, ...one], parts);
      ours.forEach((value, i) => {
        stem(i, value, y, "var(--cnn-output)", parts);
        const off = two(difference[i]) !== "0";
        const square = { x: at(i) - 6, y: y(one[i]) - 6, width: 12, height: 12, fill: "none", stroke: off ? "var(--cnn-bad)" : "var(--cnn-line)" };
        parts.push(kit.svg("rect", { ...square, "stroke-width": off ? 2.5 : 1.2 }));
      });
      drawing.replaceChildren(...parts);
      const wrong = difference.map((value, i) => [i, value]).filter(([, value]) => two(value) !== "0");
      const summary = wrong.length
        ? `Two layers and one kernel differ at ${wrong.map(([i, value]) => `output ${i} by ${two(value)}`).join(" and at ")}.`
        : "Two layers and one kernel agree at every output.";
      kernels.textContent = `${list(w)} twice is ${list(composed)}. ${summary}`;
      drawing.describe(`${summary} ${words(now)}`);
      live.say(words(now));
    }

    kit.drag(drawing, (x) => {
      kit.set(model, "position", Math.min(n - 1, Math.max(0, Math.round((x - LEFT) / pitch - 1.5))));
    });
    const tap = (index) => ({ key: "w", index, label: `weight ${index}`, min: -1, max: 1, step: 0.1, format: (v) => kit.fmt(v, 1) });
    el.append(
      kit.controls(
        kit.buttons(model, { key: "padding", label: "Zeros", options: [["each", "before each layer"], ["once", "only before the first"]] }),
        kit.slider(model, { key: "position", label: "output", min: 0, max: n - 1 }),
        ...[0, 1, 2].map((index) => kit.slider(model, tap(index))),
      ),
      drawing,
      kernels,
      live,
    ); // prettier-ignore
    kit.watch(model, ["w", "padding", "position"], draw);
  },
};
