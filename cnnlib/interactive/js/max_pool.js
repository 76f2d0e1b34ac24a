// Pooling windows on a feature map that the reader can move: winners, outputs, and which outputs the move changes.

// `before` is the output of the map where it was. `winners` are [row, column] of the first largest cell of each window.
// A difference of 0 says that nothing has changed, one of 1 that nothing is left in common (of numbers not below 0).
export function compute({ image, k, s, mode, shift, position }) {
  const moved = image.map((row) => row.map((_, c) => (c < shift ? 0 : row[c - shift])));
  const places = (n) => Array.from({ length: Math.max(0, Math.floor((n - k) / s) + 1) }, (_, i) => i * s);
  const [rows, columns] = [places(image.length), places(image[0].length)];
  const under = (map, r, c) => map.slice(r, r + k).flatMap((row) => row.slice(c, c + k));
  const take = {
    max: (cells) => Math.max(...cells),
    average: (cells) => cells.reduce((sum, cell) => sum + cell, 0) / cells.length,
    first: (cells) => cells[0],
  }[mode];
  const pool = (map) => rows.map((r) => columns.map((c) => take(under(map, r, c))));
  const winner = (r, c) => {
    const cells = under(moved, r, c);
    const first = cells.indexOf(Math.max(...cells));
    return [r + Math.floor(first / k), c + (first % k)];
  };
  const corners = rows.flatMap((r) => columns.map((c) => [r, c]));
  const now = Math.min(position, corners.length - 1);
  const [output, before] = [pool(moved), pool(image)];
  const difference = (a, b) => {
    const sum = (fn) => a.flat().reduce((total, value, i) => total + fn(value, b.flat()[i]), 0);
    const all = sum((one, other) => Math.abs(one) + Math.abs(other));
    return all === 0 ? 0 : sum((one, other) => Math.abs(one - other)) / all;
  };
  return {
    moved, output, before, corners, now,
    winners: corners.map(([r, c]) => winner(r, c)),
    cells: under(moved, ...corners[now]),
    mapDifference: difference(moved, image),
    outputDifference: difference(output, before),
  }; // prettier-ignore
}

// Where all cells of a window are alike, none of them has won.
const won = (cells) => Math.max(...cells) > Math.min(...cells);

const NAMES = { max: "largest", average: "mean", first: "first cell" };

const percent = (value) => `${Math.round(100 * value)}%`;

export function words(state) {
  const { cells, winners, output, now, mapDifference, outputDifference } = compute(state);
  const columns = output[0].length;
  const [row, column] = [Math.floor(now / columns), now % columns];
  const [r, c] = winners[now];
  const where = state.mode === "max" && won(cells) ? `, at row ${r}, column ${c} of the map` : "";
  const value = kit.fmt(output[row][column], 2);
  const first = `Window ${now}: ${NAMES[state.mode]} of ${cells.map((cell) => kit.fmt(cell)).join(", ")} is ${value}${where}.`;
  const moved = `Moved right by ${state.shift}, the map differs by ${percent(mapDifference)}, the output by ${percent(outputDifference)}.`;
  return `${first} ${state.shift === 0 ? "The map is where it was." : moved}`;
}

const WIDTH = 340;

export default {
  render({ model, el }) {
    const names = ["image", "k", "s", "mode", "shift", "position"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const drawing = kit.canvas(WIDTH, 100, "");
    const live = kit.live();
    const last = () => compute({ ...state(), position: 0 }).corners.length - 1;
    const ring = kit.svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" },
      kit.svg("circle", { cx: 8, cy: 8, r: 6, fill: "none", stroke: "var(--cnn-extra)", "stroke-width": 2 })); // prettier-ignore
    const legend = kit.legend([["kernel", "the window"], ["output", "output"], ["extra", "output changed by the move"]]);
    const winner = kit.h("li", {}, ring, "winner of a window");
    legend.append(winner);

    const draw = () => {
      const now = compute(state());
      const { k, mode } = state();
      const { moved, output, before, corners, winners } = now;
      const [height, width] = [moved.length, moved[0].length];
      const size = Math.min(40, Math.floor((WIDTH - 4) / width));
      const left = (WIDTH - width * size) / 2;
      const top = 20;
      const [row, column] = corners[now.now];
      const inside = (r, c) => r >= row && r < row + k && c >= column && c < column + k;
      const map = kit.grid({
        values: moved, x: left, y: top, size,
        kind: (r, c) => (inside(r, c) ? "kernel" : "input"),
      }); // prettier-ignore
      const some = winners.filter((_, i) => won(compute({ ...state(), position: i }).cells));
      const circles = some.map(([r, c]) =>
        kit.svg("circle", {
          cx: left + (c + 0.5) * size, cy: top + (r + 0.5) * size, r: size * 0.39,
          fill: "none", stroke: "var(--cnn-extra)", "stroke-width": 2,
        }), // prettier-ignore
      );
      const frames = corners.map(([r, c], i) =>
        kit.svg("rect", {
          x: left + c * size, y: top + r * size, width: k * size, height: k * size, rx: 2, fill: "none",
          stroke: i === now.now ? "var(--cnn-kernel)" : "var(--cnn-ink)", "stroke-width": i === now.now ? 4 : 1.5,
        }), // prettier-ignore
      );
      frames.push(...frames.splice(now.now, 1)); // the window of the moment above its neighbors
      const below = top + height * size + 34;
      const columns = output[0].length;
      const side = Math.min(44, Math.floor((WIDTH - 4) / columns));
      const from = (WIDTH - columns * side) / 2;
      const changed = (r, c) => Math.abs(output[r][c] - before[r][c]) > 1e-9;
      const pooled = kit.grid({
        values: output, x: from, y: below, size: side, format: (value) => kit.fmt(value, 2),
        kind: (r, c) => (changed(r, c) ? "extra" : "output"),
        on: (r, c) => r * columns + c === now.now,
      }); // prettier-ignore
      pooled.show(output);
      const was = output.flatMap((line, r) =>
        line.map((_, c) =>
          changed(r, c) &&
          kit.svg("text", { x: from + (c + 0.5) * side, y: below + (r + 1) * side - 3, "font-size": side * 0.24, "text-anchor": "middle" },
            `was ${kit.fmt(before[r][c], 2)}`), // prettier-ignore
        ),
      );
      pooled.cells.forEach((line, r) =>
        line.forEach(({ cell }, c) => {
          cell.style.cursor = "pointer";
          cell.addEventListener("click", () => kit.set(model, "position", r * columns + c));
        }),
      );
      const title = (y, text) => kit.svg("text", { x: WIDTH / 2, y: y - 7, "font-size": 12, "text-anchor": "middle" }, text);
      const { shift, s } = state();
      const place = shift ? `, moved right by ${shift}` : "";
      const bars = below + output.length * side + 30;
      const bar = (y, name, value) => [
        kit.svg("text", { x: 2, y: y + 9, "font-size": 11 }, name),
        kit.svg("rect", { x: 56, y, width: 230, height: 11, fill: "none", stroke: "var(--cnn-line)" }),
        kit.svg("rect", { x: 56, y, width: 230 * value, height: 11, fill: "var(--cnn-extra)" }),
        kit.svg("text", { x: 294, y: y + 9.5, "font-size": 11 }, percent(value)),
      ];
      drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${bars + 36}`);
      drawing.replaceChildren(
        title(top, `feature map, ${height}×${width}${place}`), map, ...frames, ...(mode === "max" ? circles : []),
        title(below, `pooled, ${output.length}×${columns}: windows ${k}×${k}, stride ${s}`), pooled, ...was.flat().filter(Boolean),
        title(bars, "difference from before the move"), ...bar(bars, "map", now.mapDifference), ...bar(bars + 18, "output", now.outputDifference),
      ); // prettier-ignore
      winner.hidden = mode !== "max";
      const rowsOf = (values) => values.map((line) => line.map((value) => kit.fmt(value, 2)).join(" ")).join("; ");
      drawing.describe(`Feature map: ${rowsOf(moved)}. Pooled: ${rowsOf(output)}.`);
      live.say(words(state()));
    };

    const options = [["max", "max"], ["average", "average"], ["first", "first cell"]]; // prettier-ignore
    el.append(
      kit.controls(
        kit.buttons(model, { key: "mode", label: "Pool by", options }),
        kit.slider(model, { key: "k", label: "window size", min: 2, max: 4, format: (k) => `${k}×${k}` }),
        kit.slider(model, { key: "s", label: "stride", min: 1, max: 4 }),
        kit.slider(model, { key: "shift", label: "move right", min: 0, max: 4 }),
        kit.stepper(model, { key: "position", label: "look at", max: last }),
      ),
      drawing,
      legend,
      live,
    );
    kit.watch(model, names, draw);
  },
};
