// A digit under a patch that the reader moves, what LeNet-5 says then, and what it says for all places of the patch.
const STEP = 2; // pixels from one place of the map to the next

function covered(x, row, column, size, fill) {
  const under = (k) => {
    const [i, j] = [Math.floor(k / 28) - row, (k % 28) - column];
    return i >= 0 && i < size && j >= 0 && j < size;
  };
  return x.map((value, k) => (under(k) ? fill : value));
}

// All probabilities for all places; kept, for the reader looks at them class by class and place by place.
let last = { key: null };
function everywhere({ net, pictures, picture, size, fill }) {
  const key = JSON.stringify([pictures[picture], size, fill, net["c1.weight"].bytes, net["output.weight"].bytes]);
  if (last.key !== key) {
    const x = Float64Array.from(kit.pixels(pictures[picture], 784)[0], (value) => value / 255);
    const ask = (input) => lenet.softmax(lenet.forward(net, input).output);
    const places = Array.from({ length: Math.floor((28 - size) / STEP) + 1 }, (_, i) => STEP * i);
    const maps = places.map((row) => places.map((column) => ask(covered(x, row, column, size, fill))));
    last = { key, x, ask, maps, before: ask(x) };
  }
  return last;
}

const follow = ({ digit, labels, picture }) => (digit < 0 ? labels[picture] : digit);

export function compute(state) {
  const { x, ask, maps, before } = everywhere(state);
  const shown = covered(x, state.row, state.column, state.size, state.fill);
  const p = ask(shown);
  const digit = follow(state);
  return { shown: Array.from(shown), p, before, says: p.indexOf(Math.max(...p)), map: maps.map((line) => line.map((all) => all[digit])) };
}

const percent = (p) => (p > 0 && p < 0.01 ? "below 1%" : p < 1 && p > 0.99 ? "over 99%" : `${Math.round(100 * p)}%`);

const named = (digit) => `${digit === 8 ? "an" : "a"} ${digit}`;

export function words(state) {
  const { p, before, says, map } = compute(state);
  const { picture, labels, size, row, column } = state;
  const digit = follow(state);
  const where = `The patch covers rows ${row} to ${row + size - 1} and columns ${column} to ${column + size - 1} of ${named(labels[picture])}`;
  const answer = `the network says ${says}, with ${percent(p[says])}`;
  const all = map.flat();
  const range = `for all places of the patch: from ${percent(Math.min(...all))} to ${percent(Math.max(...all))}`;
  return `${where}: ${answer}. Probability of ${digit}: ${percent(p[digit])} here, ${percent(before[digit])} without the patch, ${range}.`;
}

const [WIDTH, SIDE, LEFT, RIGHT, TOP] = [340, 154, 8, 178, 22];
const PIXEL = SIDE / 28;

export default {
  render({ model, el }) {
    const names = ["picture", "size", "fill", "row", "column", "digit"];
    const fixed = Object.fromEntries(["net", "pictures", "labels"].map((name) => [name, model.get(name)]));
    const state = () => ({ ...fixed, ...Object.fromEntries(names.map((name) => [name, model.get(name)])) });
    const drawing = kit.canvas(WIDTH, 280, "");
    const live = kit.live();
    const text = (x, y, content, anchor = "start") => kit.svg("text", { x, y, "font-size": 12, "text-anchor": anchor }, content);
    const square = (x, row, column, size, look) =>
      kit.svg("rect", { x: x + PIXEL * column, y: TOP + PIXEL * row, width: PIXEL * size, height: PIXEL * size, ...look });
    const draw = () => {
      const { shown, p, map } = compute(state());
      const { size, row, column, picture } = state();
      const rows = Array.from({ length: 28 }, (_, i) => shown.slice(28 * i, 28 * i + 28));
      const gray = (value) => [255 * value, 255 * value, 255 * value, 255];
      const edge = { fill: "none", stroke: "var(--cnn-kernel)", "stroke-width": 2 };
      const middle = size / 2 - STEP / 2; // a cell of the map stands where the middle of the patch was
      const cells = map.flatMap((line, i) => line.map((value, j) =>
        square(RIGHT, STEP * i + middle, STEP * j + middle, STEP, { fill: "var(--cnn-output)", "fill-opacity": value.toFixed(3) }))); // prettier-ignore
      const bars = p.map((value, k) => {
        const tall = Math.max(1, 46 * value);
        const fill = k === fixed.labels[picture] ? "var(--cnn-kernel)" : "var(--cnn-output)";
        return [kit.svg("rect", { x: LEFT + 33 * k, y: 258 - tall, width: 22, height: tall, fill }), text(LEFT + 33 * k + 11, 274, String(k), "middle")];
      });
      drawing.replaceChildren(
        text(LEFT, 14, "the covered picture"), text(RIGHT, 14, `how sure of ${follow(state())}`),
        kit.picture({ values: rows, x: LEFT, y: TOP, width: SIDE, height: SIDE, color: gray }),
        square(LEFT, row, column, size, edge),
        square(RIGHT, 0, 0, 28, { fill: "none", stroke: "var(--cnn-line)" }), ...cells,
        square(RIGHT, row + middle, column + middle, STEP, edge),
        text(LEFT, 196, "how sure the network is of each digit"), ...bars.flat(),
      ); // prettier-ignore
      live.say(words(state()));
      drawing.describe(`A digit with a patch on it, a map of probabilities, and ten bars. ${words(state())}`);
    };
    const most = () => 28 - model.get("size");
    kit.drag(drawing, (px, py) => {
      const x = px < (LEFT + SIDE + RIGHT) / 2 ? LEFT : RIGHT;
      if (py < TOP || py > TOP + SIDE) return;
      const place = (at) => Math.max(0, Math.min(most(), Math.round(at / PIXEL - model.get("size") / 2)));
      kit.set(model, "row", place(py - TOP));
      kit.set(model, "column", place(px - x));
    });
    el.append(
      kit.controls(
        kit.select(model, { key: "picture", label: "picture", options: fixed.labels.map((label, i) => [i, named(label)]) }),
        kit.slider(model, { key: "size", label: "patch", min: 2, max: 14, step: 2 }),
        kit.buttons(model, { key: "fill", label: "Color", options: [[0, "black"], [0.5, "gray"], [1, "white"]] }),
        kit.select(model, { key: "digit", label: "probability of", options: [[-1, "the digit itself"], ...Array.from({ length: 10 }, (_, k) => [k, String(k)])] }),
      ),
      kit.controls(
        kit.slider(model, { key: "row", label: "row", min: 0, max: most }),
        kit.slider(model, { key: "column", label: "column", min: 0, max: most }),
      ),
      drawing,
      live,
      kit.legend([["kernel", "the patch; the true digit"], ["output", "the darker, the surer"]]),
    ); // prettier-ignore
    kit.watch(model, names, draw);
  },
};
