// A picture that climbs the gradient of one unit of LeNet-5, beside the real picture that excites the unit most.
const COUNT = { c1: 6, c3: 16, output: 10 };
const NUMBER = { c1: (unit) => (unit * 28 + 14) * 28 + 14, c3: (unit) => (unit * 10 + 5) * 10 + 5, output: (unit) => unit }; // the marked unit
const FIELD = { c1: [12, 5], c3: [8, 14], output: [0, 28] }; // the first pixel that it reads, and how many
const [STEPS, STRIDE, RATE, KEEP] = [80, 4, 0.05, 0.98]; // STRIDE: steps of the climb for one of the figure

function blurred(g) {
  const at = (i, j) => g[28 * Math.min(27, Math.max(0, i)) + Math.min(27, Math.max(0, j))];
  const row = g.map((_, k) => {
    const [i, j] = [Math.floor(k / 28), k % 28];
    return (at(i - 1, j) + 2 * at(i, j) + at(i + 1, j)) / 4;
  });
  const across = (i, j) => row[28 * i + Math.min(27, Math.max(0, j))];
  return row.map((_, k) => {
    const [i, j] = [Math.floor(k / 28), k % 28];
    return (across(i, j - 1) + 2 * across(i, j) + across(i, j + 1)) / 4;
  });
}

function climb(net, layer, unit, x, smooth) {
  const pictures = [x];
  const values = [];
  const place = NUMBER[layer](unit);
  for (let step = 0; step <= STEPS; step++) {
    const run = lenet.forward(net, x, layer);
    if (step % STRIDE === 0) values.push(run[layer][place]);
    if (step === STEPS) break;
    const raw = lenet.backward(net, run, layer, place);
    const g = smooth ? blurred(raw) : raw;
    const size = Math.sqrt(g.reduce((sum, value) => sum + value * value, 0) / g.length) + 1e-8;
    x = x.map((value, i) => Math.min(1, Math.max(0, KEEP * (value + (RATE * g[i]) / size))));
    if ((step + 1) % STRIDE === 0) pictures.push(x);
  }
  return { pictures, values };
}

// A climb takes a moment, and its steps are looked at one by one.
let last = { key: null };
function path({ net, starts, layer, unit, start, smooth }) {
  const key = JSON.stringify([layer, unit, smooth, starts[start].bytes, net["c1.weight"].bytes, net["output.weight"].bytes]);
  const x = Float64Array.from(kit.pixels(starts[start].bytes, 784)[0], (value) => value / 255);
  if (last.key !== key) last = { key, ...climb(net, layer, unit, x, smooth) };
  return last;
}

export function compute(state) {
  const { pictures, values } = path(state);
  const real = state.best[state.layer][state.unit];
  return { picture: Array.from(pictures[state.step]), value: values[state.step], values, real };
}

const NAMES = { c1: (unit) => `Unit ${unit} of the first layer`, c3: (unit) => `Unit ${unit} of the second convolution`, output: (unit) => `The score for ${unit}` }; // prettier-ignore

export function words(state) {
  const { value, values, real } = compute(state);
  const { layer, unit, step, start, starts, smooth } = state;
  const more = value > real.value ? "more than" : "not yet as much as";
  const began = `It began at ${kit.fmt(values[0], 1)}, from ${starts[start].name}${smooth ? "" : ", and climbs without blur"}.`;
  return (
    `${NAMES[layer](unit)} after ${STRIDE * step} steps: ${kit.fmt(value, 1)}, ${more} the ${kit.fmt(real.value, 1)} ` +
    `of the loudest real digit. ${began}`
  );
}

const [WIDTH, SIDE, LEFT, RIGHT, TOP] = [340, 154, 8, 178, 22];
const [GRAPH, HEIGHT] = [212, 76]; // top and height of the curve

export default {
  render({ model, el }) {
    const names = ["layer", "unit", "start", "smooth", "step"];
    const fixed = Object.fromEntries(["net", "starts", "best", "pictures"].map((name) => [name, model.get(name)]));
    const most = () => COUNT[model.get("layer")] - 1;
    // a layer with fewer units is chosen before the slider has moved inside
    const state = () => ({
      ...fixed,
      ...Object.fromEntries(names.map((name) => [name, model.get(name)])),
      unit: Math.min(model.get("unit"), most()),
    });
    const drawing = kit.canvas(WIDTH, 310, "");
    const live = kit.live();
    const gray = (value) => [value, value, value, 255];
    const rows = (values) => Array.from({ length: 28 }, (_, i) => values.slice(28 * i, 28 * i + 28));
    const show = (values, x) => kit.picture({ values: rows(values), x, y: TOP, width: SIDE, height: SIDE, color: gray });
    const frame = (row, column, size, x) =>
      kit.svg("rect", {
        x: x + (SIDE / 28) * column, y: TOP + (SIDE / 28) * row, width: (SIDE / 28) * size, height: (SIDE / 28) * size,
        fill: "none", stroke: "var(--cnn-kernel)", "stroke-width": 2,
      }); // prettier-ignore
    const text = (x, y, content, anchor = "start") => kit.svg("text", { x, y, "font-size": 12, "text-anchor": anchor }, content);
    const draw = () => {
      const { picture, values, real } = compute(state());
      const { layer, step } = state();
      const [first, size] = FIELD[layer];
      const [low, high] = [Math.min(...values, 0), Math.max(...values, real.value)];
      const x = (k) => LEFT + 26 + ((WIDTH - 2 * LEFT - 32) * k) / (values.length - 1);
      const y = (value) => GRAPH + HEIGHT - (HEIGHT * (value - low)) / (high - low || 1);
      const curve = values.map((value, k) => `${k ? "L" : "M"}${x(k).toFixed(2)},${y(value).toFixed(2)}`).join("");
      const level = { x1: x(0), x2: x(values.length - 1), y1: y(real.value), y2: y(real.value) };
      drawing.replaceChildren(
        text(LEFT, 14, "the climbing picture"), text(RIGHT, 14, "the loudest real digit"),
        show(picture.map((value) => Math.round(255 * value)), LEFT), frame(first, first, size, LEFT),
        show(kit.pixels(fixed.pictures[real.picture], 784)[0], RIGHT), frame(real.row, real.column, size, RIGHT),
        text(LEFT, 200, "how loud the unit is; broken line: real digit"),
        kit.svg("line", { ...level, stroke: "var(--cnn-kernel)", "stroke-width": 1.5, "stroke-dasharray": "5 4" }),
        kit.svg("path", { d: curve, fill: "none", stroke: "var(--cnn-output)", "stroke-width": 2 }),
        kit.svg("circle", { cx: x(step), cy: y(values[step]), r: 5, fill: "var(--cnn-output)" }),
        text(x(0) - 4, y(high) + 8, kit.fmt(high, 0), "end"), text(x(0) - 4, y(low), kit.fmt(low, 0), "end"),
        text(x(0), 306, "0"), text(x(values.length - 1), 306, `${STEPS} steps`, "end"),
      ); // prettier-ignore
      live.say(words(state()));
      drawing.describe(`Two pictures of 28 by 28 pixels, and a curve below. ${words(state())}`);
    };
    el.append(
      kit.controls(
        kit.buttons(model, { key: "layer", label: "Layer", options: [["c1", "first"], ["c3", "second"], ["output", "scores"]] }),
        kit.slider(model, { key: "unit", label: "unit", min: 0, max: most }),
        kit.select(model, { key: "start", label: "start from", options: fixed.starts.map(({ name }, i) => [i, name]) }),
        kit.checkbox(model, { key: "smooth", label: "blur the gradient" }),
        kit.stepper(model, { key: "step", label: "climb", max: STEPS / STRIDE, delay: 150, format: (step) => `${STRIDE * step} of ${STEPS} steps` }),
      ),
      drawing,
      live,
      kit.legend([["kernel", "what the unit reads"], ["output", "how loud the unit is"]]),
    ); // prettier-ignore
    kit.watch(model, names, draw);
  },
};
