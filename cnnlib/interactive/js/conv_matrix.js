// The matrix of a one-dimensional convolution under its signal: a row lit with its window, or a column with its outputs.

// Row i holds weight a in column i·s + a·d − p. What falls outside the signal is `cut`: [row, column, weight].
export function compute({ signal, weights, n, k, s, p, d }) {
  const x = signal.slice(0, n);
  const reach = d * (k - 1) + 1;
  const rows = reach <= n + 2 * p ? Math.floor((n + 2 * p - reach) / s) + 1 : 0;
  const matrix = Array.from({ length: rows }, () => new Array(n).fill(0));
  const cut = [];
  for (let i = 0; i < rows; i++) {
    for (let a = 0; a < k; a++) {
      const column = i * s + a * d - p;
      if (column >= 0 && column < n) matrix[i][column] = weights[a];
      else cut.push([i, column, weights[a]]);
    }
  }
  const y = matrix.map((row) => row.reduce((sum, weight, j) => sum + weight * x[j], 0));
  return { x, matrix, cut, y };
}

const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;
const signed = (x) => (x < 0 ? `(${kit.fmt(x)})` : kit.fmt(x));

export function words(state) {
  const { n, k, p, d, by, place } = state;
  const { x, matrix, y } = compute(state);
  if (!matrix.length) {
    return `${count(k, "tap")} with dilation ${d} reach over ${d * (k - 1) + 1} samples, and there are ${n + 2 * p}: no row, no output.`;
  }
  const used = matrix.flat().filter((weight) => weight !== 0).length;
  const size = `${matrix.length}×${n} matrix: ${count(matrix.length * n, "entry", "entries")}, ${used} of them not zero, ${count(k, "weight")} to learn.`;
  if (by === "column") {
    const j = Math.min(place, n - 1);
    const readers = matrix.flatMap((row, i) => (row[j] === 0 ? [] : [`${kit.fmt(row[j])} in y${i}`]));
    const fate = readers.length ? `sample x${j} has the weight ${readers.join(", ")}` : `all zeros, no output reads x${j}`;
    return `${size} Column ${j}: ${fate}.`;
  }
  const i = Math.min(place, matrix.length - 1);
  const on = matrix[i].flatMap((weight, j) => (weight === 0 ? [] : [j]));
  const names = on.map((j) => `${signed(matrix[i][j])}·x${j}`).join(" + ") || "0";
  const numbers = on.map((j) => `${signed(matrix[i][j])}·${signed(x[j])}`).join(" + ");
  return `${size} Row ${i}: y${i} = ${names}${numbers ? ` = ${numbers}` : ""} = ${kit.fmt(y[i])}.`;
}

const WIDTH = 340;

function draw(state, choose) {
  const { n, p, by, place } = state;
  const { x, matrix, cut, y } = compute(state);
  const rows = matrix.length;
  const size = Math.min(34, (WIDTH - 4) / (n + 2 * p + 1.7));
  const [left, top] = [2 + p * size, 15];
  const [first, outputs] = [top + size + 19, left + (n + p + 0.6) * size];
  const row = by === "row" ? Math.min(place, rows - 1) : -1;
  const column = by === "column" ? Math.min(place, n - 1) : -1;
  const window = new Set(row >= 0 ? [...matrix[row].keys()].filter((j) => matrix[row][j] !== 0) : [column]);
  const lost = cut.filter(([i]) => i === row);
  const name = (at, y, text, anchor = "start") =>
    kit.svg("text", { x: at, y, "font-size": 11, "text-anchor": anchor, style: "fill:var(--cnn-muted)" }, text);

  const samples = kit.grid({ values: x, x: left, y: top, size, kind: "input", on: (_, j) => window.has(j) });
  const pads = lost.map(([, j]) => kit.grid({ values: [0], x: left + j * size, y: top, size, kind: "pad" }));
  const parts = [name(left, 10, "signal x"), samples, ...pads];
  if (rows) {
    const lit = (i, j) => i === row || j === column;
    const grid = kit.grid({
      values: matrix.map((line) => line.map((weight) => (weight === 0 ? null : weight))),
      x: left,
      y: first,
      size,
      kind: (i, j) => (matrix[i][j] ? "kernel" : "plain"),
      on: (i, j) => lit(i, j) && matrix[i][j] !== 0,
      dim: (i, j) => !lit(i, j) && matrix[i][j] === 0,
    });
    const reads = (i) => i === row || (column >= 0 && matrix[i][column] !== 0);
    const results = kit.grid({
      values: y.map((value) => [value]),
      x: outputs,
      y: first,
      size,
      kind: "output",
      on: reads,
      dim: (i) => !reads(i),
    });
    for (const { cells } of [grid, results]) {
      cells.forEach((line, i) =>
        line.forEach(({ cell }, j) => {
          cell.style.cursor = "pointer";
          cell.addEventListener("click", () => choose(by === "row" || cells === results.cells ? i : j));
        }),
      );
    }
    parts.push(
      name(left, first - 5, "matrix"),
      name(outputs + size, first - 5, "y", "end"),
      ...cut.map(([i, j, weight]) =>
        kit.grid({ values: [weight], x: left + j * size, y: first + i * size, size, kind: "pad", dim: i !== row }),
      ),
      grid,
      results,
    );
  }
  return { parts, height: first + Math.max(rows, 1) * size + 4 };
}

export default {
  render({ model, el }) {
    const names = ["signal", "weights", "n", "k", "s", "p", "d", "by", "place"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const drawing = kit.canvas(WIDTH, 200, "");
    const live = kit.live();
    const last = () => (model.get("by") === "row" ? Math.max(0, compute(state()).matrix.length - 1) : model.get("n") - 1);
    el.append(
      kit.controls(
        kit.slider(model, { key: "n", label: "samples n", min: 3, max: () => model.get("signal").length }),
        kit.slider(model, { key: "k", label: "taps k", min: 1, max: () => model.get("weights").length }),
        kit.slider(model, { key: "s", label: "stride s", min: 1, max: 3 }),
        kit.slider(model, { key: "d", label: "dilation d", min: 1, max: 3 }),
        kit.slider(model, { key: "p", label: "padding p", min: 0, max: 2 }),
      ),
      kit.controls(
        kit.buttons(model, { key: "by", label: "Light a", options: ["row", "column"] }),
        kit.stepper(model, { key: "place", label: "number", max: last, format: (i) => `${model.get("by")} ${i}` }),
      ),
      drawing,
      kit.legend([
        ["input", "sample"],
        ["kernel", "weight"],
        ["pad", "falls on padding: cut off"],
        ["output", "output"],
      ]),
      live,
    );
    kit.watch(model, names, () => {
      const { parts, height } = draw(state(), (place) => kit.set(model, "place", place));
      drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${height}`);
      drawing.replaceChildren(...parts);
      drawing.describe(words(state()));
      live.say(words(state()));
    });
  },
};
