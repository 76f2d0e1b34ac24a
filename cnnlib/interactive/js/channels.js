// A filter on an image with several channels: every channel gives a sum, and the sums and the bias are added.

// `sums` are those of the channels at the position, `running` what has been added up after each of them and after the
// bias; `y` is the whole output, [filter][row][column].
export function compute({ image, weight, bias, filter, position }) {
  const [kh, kw] = [weight[0][0].length, weight[0][0][0].length];
  const [rows, columns] = [image[0].length - kh + 1, image[0][0].length - kw + 1];
  const products = (o, c, i, j) => weight[o][c].map((line, a) => line.map((tap, b) => tap * image[c][i + a][j + b]));
  const sum = (values) => values.flat().reduce((total, value) => total + value, 0);
  const parts = (o, i, j) => image.map((_, c) => sum(products(o, c, i, j)));
  const y = weight.map((_, o) =>
    Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => sum(parts(o, i, j)) + bias[o])),
  );
  const [row, column] = [Math.floor(position / columns), position % columns];
  const sums = parts(filter, row, column);
  let total = 0;
  const running = [...sums, bias[filter]].map((part) => (total += part));
  return { row, column, sums, running, y, products: image.map((_, c) => products(filter, c, row, column)) };
}

// Where a sheet's axes go on the screen when one looks at it turned by an angle, a little from above.
const TILT = (24 * Math.PI) / 180;
export function axes(turn) {
  const angle = (turn * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return { x: [cos, sin * Math.sin(TILT)], y: [0, Math.cos(TILT)], z: [sin, -cos * Math.sin(TILT)] };
}

const signed = (x) => (x < 0 ? `(${kit.fmt(x)})` : kit.fmt(x));
const capital = (name) => name[0].toUpperCase() + name.slice(1);

// What is being added at the moment, written out.
export function words(state) {
  const { row, column, sums, running } = compute(state);
  const { image, weight, bias, names, filter, added } = state;
  const where = `Filter ${filter}, row ${row}, column ${column}.`;
  const chain = [...sums, bias[filter]].slice(0, added).map((part, i) => (i ? signed(part) : kit.fmt(part)));
  const total = `${chain.join(" + ")} = ${kit.fmt(running[added - 1])}`;
  if (added > names.length) return `${where} Bias ${kit.fmt(bias[filter])}. Output: ${total}.`;
  const c = added - 1;
  const terms = weight[filter][c].flatMap((line, a) =>
    line.map((tap, b) => `${signed(image[c][row + a][column + b])}·${signed(tap)}`),
  );
  const soFar = added > 1 ? ` So far: ${total}.` : "";
  return `${where} ${capital(names[c])}: ${terms.join(" + ")} = ${kit.fmt(sums[c])}.${soFar}`;
}

const SIZE = 27; // of a cell, before it is turned
const GAP = 60; // between two sheets
const NAME = 34; // room for the name of the first sheet

export default {
  render({ model, el }) {
    const keys = ["image", "weight", "bias", "names", "filter", "position", "added", "turn"];
    const state = () => Object.fromEntries(keys.map((key) => [key, model.get(key)]));
    const { image, weight, bias, names } = state();
    const [c, h, w] = [image.length, image[0].length, image[0][0].length];
    const [filters, kh, kw] = [weight.length, weight[0][0].length, weight[0][0][0].length];
    const outputs = (h - kh + 1) * (w - kw + 1);
    const drawing = kit.canvas(340, 300, "");
    const live = kit.live();

    // One sheet of cells at (x, y), turned, `behind` sheets back.
    const sheet = ({ values, x, y, behind, ...style }) => {
      const { x: ex, y: ey, z } = axes(model.get("turn"));
      const cells = kit.grid({ values, size: SIZE, ...style });
      const at = [x + z[0] * GAP * behind, y + z[1] * GAP * behind];
      cells.setAttribute("transform", `matrix(${[...ex, ...ey, ...at].join(" ")})`);
      return cells;
    };
    const corners = (x, y, behind, top, left, rows, columns) => {
      const { x: ex, y: ey, z } = axes(model.get("turn"));
      const point = (r, k) => [0, 1].map((i) => [x, y][i] + z[i] * GAP * behind + ex[i] * k * SIZE + ey[i] * r * SIZE);
      return [point(top, left), point(top, left + columns), point(top + rows, left + columns), point(top + rows, left)];
    };
    // The tube through all sheets that a window is: it joins the windows of the first and of the last sheet.
    const tube = (x, y, top, left, sheets) => {
      if (sheets < 2) return [];
      const front = corners(x, y, 0, top, left, kh, kw);
      const back = corners(x, y, sheets - 1, top, left, kh, kw);
      const d = front.map(([x1, y1], i) => `M${x1} ${y1}L${back[i][0]} ${back[i][1]}`).join("");
      return [kit.svg("path", { d, stroke: "var(--cnn-kernel)", "stroke-width": 1.5, "stroke-dasharray": "4 3", opacity: 0.9 })];
    };
    const outline = (x, y, behind, rows, columns, attrs) => {
      const points = corners(x, y, behind, 0, 0, rows, columns).map((p) => p.join(",")).join(" ");
      return kit.svg("polygon", { points, ...attrs });
    };
    // A sheet hides what is behind it, until it is done: then it turns to glass.
    const opaque = (...place) => outline(...place, { fill: "var(--cnn-surface)" });
    const glass = (...place) => outline(...place, { fill: "none", stroke: "var(--cnn-line)" });
    const label = (x, y, text, attrs = {}) => kit.svg("text", { x, y, "font-size": 12, ...attrs }, text);

    function draw() {
      const now = state();
      const { filter, position, added, turn } = now;
      const { row, column, sums, running, y } = compute(now);
      const { x: ex, y: ey, z } = axes(turn);
      const wide = (columns, sheets) => ex[0] * columns * SIZE + z[0] * GAP * (sheets - 1);
      const up = -z[1] * GAP * (c - 1); // how far the last sheet stands above the first
      const left = NAME + (340 - NAME - wide(w, c) - wide(kw, c) - 12) / 2;
      const top = 16 + up;
      const kernelLeft = left + wide(w, c) + 12;
      const tall = ey[1] * h * SIZE + ex[1] * w * SIZE;
      const kernelTop = top + (ey[1] * (h - kh) * SIZE + ex[1] * (w - kw) * SIZE) / 2;
      const all = added > c;
      const first = all ? 0 : added - 1; // the sheets before it are glass
      const inWindow = (r, k) => r >= row && r < row + kh && k >= column && k < column + kw;
      const parts = [];
      for (let i = c - 1; i >= 0; i--) {
        const active = i === added - 1;
        const on = (r, k) => active && inWindow(r, k);
        const kind = (r, k) => (inWindow(r, k) && (active || all) ? "input" : "plain");
        if (i === first) parts.push(...tube(left, top, row, column, c));
        if (i < first) parts.push(glass(left, top, i, h, w));
        else {
          const dim = () => !active && !all;
          parts.push(opaque(left, top, i, h, w), sheet({ values: image[i], x: left, y: top, behind: i, kind, on, dim }));
        }
        const [[x, y]] = corners(left, top, i, 0, 0, h, w);
        parts.push(label(x - 4, y + 8, names[i], { "text-anchor": "end", "font-weight": active ? 700 : 400 }));
      }
      for (let i = c - 1; i >= 0; i--) {
        const active = i === added - 1;
        const kind = active || all ? "kernel" : "plain";
        if (i === first) parts.push(...tube(kernelLeft, kernelTop, 0, 0, c));
        if (i < first) parts.push(glass(kernelLeft, kernelTop, i, kh, kw));
        else {
          const place = { x: kernelLeft, y: kernelTop, behind: i };
          parts.push(opaque(kernelLeft, kernelTop, i, kh, kw), sheet({ values: weight[filter][i], ...place, kind, on: active }));
        }
      }
      parts.push(label(left, top + tall + 16, `image, ${c}×${h}×${w}`), label(kernelLeft, top + tall + 16, `filter ${filter}, ${c}×${kh}×${kw}`));

      // second row: the parts of the sum, and the output
      const [outRows, outColumns] = [h - kh + 1, w - kw + 1];
      const outTop = top + tall + 44 - z[1] * GAP * (filters - 1);
      const outLeft = 334 - wide(outColumns, filters);
      const outTall = ey[1] * outRows * SIZE + ex[1] * outColumns * SIZE;
      for (let o = filters - 1; o >= 0; o--) {
        const here = (r, k) => o === filter && r * outColumns + k === position;
        const known = (r, k) => o === filter && (r * outColumns + k < position || (here(r, k) && all));
        const place = { x: outLeft, y: outTop, behind: o };
        const values = y[o].map((line, r) => line.map((value, k) => (known(r, k) ? value : null)));
        const dim = (r, k) => !known(r, k) && !here(r, k);
        if (o < filter) parts.push(glass(outLeft, outTop, o, outRows, outColumns));
        else
          parts.push(
            opaque(outLeft, outTop, o, outRows, outColumns),
            sheet({ values, ...place, kind: "output", on: here, dim }),
          );
      }
      const step = Math.min(46, (outLeft - 20) / (c + 1));
      const box = Math.min(30, step - 12);
      const chipTop = top + tall + 44 + outTall / 2 - box / 2;
      [...sums, bias[filter]].forEach((part, i) => {
        const x = 6 + i * step;
        const done = i < added;
        parts.push(
          kit.grid({ values: [[done ? part : null]], x, y: chipTop, size: box, kind: i < c ? "plain" : "kernel", on: i === added - 1, dim: !done }),
          label(x + box / 2, chipTop - 6, i < c ? names[i] : "bias", { "text-anchor": "middle", "font-size": 11 }),
        );
        if (i < c) parts.push(label(x + box + (step - box) / 2, chipTop + box / 2, "+", { "text-anchor": "middle", "dominant-baseline": "central" }));
      });
      parts.push(
        label(6, chipTop + box + 26, `${all ? "output" : "sum so far"}: ${kit.fmt(running[added - 1])}`, { "font-weight": 700, "font-size": 13 }),
        label(outLeft, outTop + outTall + 16, `output, ${filters}×${outRows}×${outColumns}`),
      );
      const height = outTop + outTall + 24;
      drawing.setAttribute("viewBox", `0 0 340 ${height.toFixed(1)}`);
      drawing.replaceChildren(...parts.flat());
      drawing.describe(words(now));
      live.say(words(now));
    }

    let from = null;
    kit.drag(drawing, (x, _, phase) => {
      if (phase === "start") from = { x, turn: model.get("turn") };
      const turn = Math.round(from.turn + (x - from.x) / 4);
      kit.set(model, "turn", Math.min(55, Math.max(20, turn)));
    });
    const stage = (added) => (added > c ? "bias" : names[added - 1]);
    el.append(
      kit.controls(
        kit.stepper(model, { key: "added", label: "Add", min: 1, max: c + 1, format: stage }),
        kit.slider(model, { key: "position", label: "output", min: 0, max: outputs - 1, format: (p) => `${p + 1} of ${outputs}` }),
        kit.buttons(model, { key: "filter", label: "Filter", options: weight.map((_, o) => [o, String(o)]) }),
        kit.slider(model, { key: "turn", label: "turn", min: 20, max: 55, format: (t) => `${t}°` }),
      ),
      drawing,
      live,
    );
    kit.watch(model, ["filter", "position", "added", "turn"], draw);
  },
};
