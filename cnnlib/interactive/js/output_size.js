// A padded row of cells, every position of a kernel on it, and the output size formula with its numbers.

// n cells, k taps, stride s, p padding cells per side, dilation d. Cells are counted from the first one that is
// no padding: -p … n + p - 1. `left` are cells beyond the last tap, `gaps` all others under no tap.
export function compute({ n, k, s, p, d }) {
  const padded = n + 2 * p;
  const reach = d * (k - 1) + 1;
  const fits = reach <= padded;
  const size = fits ? Math.floor((padded - reach) / s) + 1 : 0;
  const taps = Array.from({ length: size }, (_, i) => Array.from({ length: k }, (_, a) => i * s + a * d - p));
  const read = new Set(taps.flat());
  const end = fits ? taps[size - 1][k - 1] : -p - 1;
  const unread = Array.from({ length: padded }, (_, c) => c - p).filter((c) => !read.has(c));
  const left = fits ? unread.filter((c) => c > end) : [];
  const gaps = fits ? unread.filter((c) => c < end) : [];
  return { padded, reach, fits, span: padded - reach, size, taps, left, gaps };
}

const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;
const list = (items) =>
  items.length > 1 ? `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}` : String(items[0]);

// The formula, once with the numbers put in and then worked out.
export function formula({ n, k, s, p, d }) {
  const { span, fits, size } = compute({ n, k, s, p, d });
  const top = kit.fmt(span);
  const start = `⌊(${n} + 2·${p} − ${d}·(${k} − 1) − 1) / ${s}⌋ + 1 = ⌊${top} / ${s}⌋ + 1`;
  return fits ? `${start} = ${size - 1} + 1 = ${size}` : `${start}: below zero, there is no output`;
}

// What the picture shows, in words.
export function words(state) {
  const { padded, reach, fits, size, left, gaps } = compute(state);
  const { n, k, d } = state;
  const row = `The padded row has ${count(padded, "cell")}; ${count(k, "tap")} with dilation ${d} reach over ${reach}.`;
  if (!fits) return `${row} The kernel fits nowhere: no output. Fewer taps, less dilation or more padding would help.`;
  const isPixel = (c) => c >= 0 && c < n;
  const parts = [`${row} ${count(size, "output")}.`];
  if (left.length) {
    const kinds = left.every(isPixel) ? "of the image" : left.some(isPixel) ? "image and padding" : "padding";
    parts.push(`Left over at the end: ${count(left.length, "cell")} (${kinds}).`);
  }
  const skipped = gaps.filter(isPixel);
  if (skipped.length) parts.push(`Skipped in between: ${skipped.length > 1 ? "cells" : "cell"} ${list(skipped)}.`);
  if (!left.length && !gaps.length) parts.push("Every cell is under a tap.");
  return parts.join(" ");
}

const WIDTH = 340;
const LABEL = 22; // room for y0, y1, … at the left

function draw(state) {
  const { n, k, p } = state;
  const { padded, taps, left, gaps } = compute(state);
  const size = Math.min(30, (WIDTH - LABEL - 4) / padded);
  const pitch = Math.min(20, Math.max(12, size * 0.7));
  const x0 = (WIDTH - LABEL - padded * size) / 2 + LABEL;
  const x = (cell) => x0 + (cell + p) * size;
  const top = 4;
  const below = top + size;
  const height = below + pitch * Math.max(taps.length, 1) + 10;
  const parts = [];
  const inside = (cell) => cell >= 0 && cell < n;

  for (let cell = -p; cell < n + p; cell++) {
    parts.push(
      kit.svg(
        "g",
        { class: `cnn-cell ${inside(cell) ? "cnn-input" : "cnn-pad"}` },
        kit.svg("rect", { x: x(cell), y: top, width: size, height: size, rx: 2 }),
        inside(cell)
          ? kit.svg("text", { x: x(cell) + size / 2, y: top + size / 2, "font-size": Math.min(13, size * 0.52) }, cell)
          : hatch(x(cell), top, size),
      ),
    );
    const middle = x(cell) + size / 2;
    const guide = { x1: middle, x2: middle, y1: below + 3, y2: height - 6, stroke: "var(--cnn-rule)" };
    parts.push(kit.svg("line", guide));
  }
  for (const cell of [...left, ...gaps]) parts.push(cross(x(cell), top, size));
  taps.forEach((line, i) => {
    const y = below + pitch * (i + 0.75);
    const at = line.map((cell) => x(cell) + size / 2);
    const ends = { x1: at[0], x2: at[k - 1], y1: y, y2: y, stroke: "var(--cnn-kernel)", "stroke-width": 2 };
    parts.push(
      kit.svg("line", ends),
      line.map((cell, a) =>
        kit.svg("circle", {
          cx: at[a],
          cy: y,
          r: Math.min(5, size * 0.24),
          fill: inside(cell) ? "var(--cnn-kernel)" : "var(--cnn-surface)",
          stroke: "var(--cnn-kernel)",
          "stroke-width": 2,
        }),
      ),
      kit.svg(
        "text",
        { x: x0 - 6, y, "font-size": 11, "text-anchor": "end", "dominant-baseline": "central" },
        "y",
        kit.svg("tspan", { "font-size": 8, dy: 3 }, i),
      ),
    );
  });
  return { parts: parts.flat(), height };
}

function hatch(x, y, size) {
  const lines = [0.25, 0.5, 0.75, 1].map((f) => `M${x} ${y + f * size}L${x + f * size} ${y}`);
  const rest = [0.25, 0.5, 0.75].map((f) => `M${x + f * size} ${y + size}L${x + size} ${y + f * size}`);
  return kit.svg("path", { d: [...lines, ...rest].join(""), stroke: "var(--cnn-pad)", "stroke-width": 0.8 });
}

function cross(x, y, size) {
  const [a, b] = [size * 0.12, size * 0.88];
  const d = `M${x + a} ${y + a}L${x + b} ${y + b}M${x + a} ${y + b}L${x + b} ${y + a}`;
  return kit.svg("path", { d, stroke: "var(--cnn-bad)", "stroke-width": 2.5, "stroke-linecap": "round" });
}

function key(text, ...shapes) {
  const icon = kit.svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, ...shapes);
  return kit.h("li", {}, icon, text);
}

export default {
  render({ model, el }) {
    const state = () => Object.fromEntries(["n", "k", "s", "p", "d"].map((name) => [name, model.get(name)]));
    const drawing = kit.canvas(WIDTH, 100, "");
    const sum = kit.h("p", { class: "cnn-formula" });
    sum.style.cssText = "margin:.75rem 0 0;font-weight:600;font-variant-numeric:tabular-nums";
    const live = kit.live();
    const dot = (fill) => kit.svg("circle", { cx: 8, cy: 8, r: 5, fill, stroke: "var(--cnn-kernel)", "stroke-width": 2 });
    const legend = kit.h(
      "ul",
      { class: "cnn-legend" },
      key("tap on a cell", dot("var(--cnn-kernel)")),
      key("tap on padding", dot("none")),
      key("padding", kit.svg("rect", { width: 16, height: 16, fill: "var(--cnn-pad-fill)" }), hatch(0, 0, 16)),
      key("under no tap", cross(0, 0, 16)),
    );
    el.append(
      kit.controls(
        kit.slider(model, { key: "n", label: "cells n", min: 1, max: 14 }),
        kit.slider(model, { key: "k", label: "taps k", min: 1, max: 7 }),
        kit.slider(model, { key: "s", label: "stride s", min: 1, max: 5 }),
        kit.slider(model, { key: "p", label: "padding p", min: 0, max: 3 }),
        kit.slider(model, { key: "d", label: "dilation d", min: 1, max: 3 }),
      ),
      drawing,
      legend,
      sum,
      live,
    );
    kit.watch(model, ["n", "k", "s", "p", "d"], () => {
      const { parts, height } = draw(state());
      drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${height}`);
      drawing.replaceChildren(...parts);
      drawing.describe(words(state()));
      sum.textContent = formula(state());
      live.say(words(state()));
    });
  },
};
