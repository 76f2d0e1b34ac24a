// A deep network of random weights: how large its activations are on the way up, and its gradients on the way down.
const [UNITS, EXAMPLES, DEEPEST] = [64, 16, 30];
const BINS = 20;

// Value and slope. `flat` tells where a unit hands back less than a tenth of the best slope; `range` is where values lie.
const logistic = (z) => 1 / (1 + Math.exp(-z));
const ACTIVATIONS = {
  sigmoid: { value: logistic, slope: (z) => logistic(z) * (1 - logistic(z)), best: 0.25, range: () => [0, 1] },
  tanh: { value: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2, best: 1, range: () => [-1, 1] },
  ReLU: { value: (z) => Math.max(z, 0), slope: (z) => (z > 0 ? 1 : 0), best: 1, range: (most) => [0, most] },
};

// Uniform numbers of mean 0 and variance 1 (mulberry32); Python makes the same ones.
function randomNumbers(seed, count) {
  return Float64Array.from({ length: count }, (_, i) => {
    const a = (seed + Math.imul(i + 1, 0x6d2b79f5)) | 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return Math.sqrt(3) * (2 * (((t ^ (t >>> 14)) >>> 0) / 2 ** 32) - 1);
  });
}

const rms = (values) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

// Arrays hold unit after unit, and for each unit the examples. `weight` is (units, units), row by row.
function times(weight, h, transposed) {
  const y = new Float64Array(UNITS * EXAMPLES);
  for (let o = 0; o < UNITS; o++) {
    for (let i = 0; i < UNITS; i++) {
      const w = transposed ? weight[i * UNITS + o] : weight[o * UNITS + i];
      for (let n = 0; n < EXAMPLES; n++) y[o * EXAMPLES + n] += w * h[i * EXAMPLES + n];
    }
  }
  return y;
}

// `forward` and `backward` are root mean squares, from the input (layer 0) to the last layer. `counts` is a histogram of
// the activations of the chosen layer between `low` and `high`; `flat` the share of them whose slope is nearly gone;
// `spread` how much they differ from example to example. A layer beyond the last one is the last one.
export function compute({ activation, gain, depth, layer, seed }) {
  const { value, slope, best, range } = ACTIVATIONS[activation];
  const [size, square] = [UNITS * EXAMPLES, UNITS * UNITS];
  const numbers = randomNumbers(1000 * seed, 2 * size + depth * square);
  const scale = gain / Math.sqrt(UNITS);
  const weights = Array.from({ length: depth }, (_, l) =>
    numbers.subarray(2 * size + l * square, 2 * size + (l + 1) * square).map((number) => scale * number),
  );
  const activations = [numbers.slice(0, size)];
  const sums = weights.map((weight) => {
    const z = times(weight, activations[activations.length - 1], false);
    activations.push(z.map(value));
    return z;
  });
  const gradients = [numbers.slice(size, 2 * size)];
  for (let l = depth - 1; l >= 0; l--) {
    const dz = gradients[0].map((dh, i) => dh * slope(sums[l][i]));
    gradients.unshift(times(weights[l], dz, true));
  }
  const chosen = Math.min(layer, depth);
  const shown = activations[chosen];
  const most = shown.reduce((a, b) => Math.max(a, Math.abs(b)), 0) || 1;
  const [low, high] = chosen ? range(most) : [-Math.sqrt(3), Math.sqrt(3)];
  const counts = new Array(BINS).fill(0);
  shown.forEach((h) => counts[Math.min(BINS - 1, Math.floor(((h - low) / (high - low)) * BINS))]++);
  const flat = chosen ? sums[chosen - 1].filter((z) => slope(z) < 0.1 * best).length / size : 0;
  const spread = rms(
    shown.map((h, i) => {
      const first = i - (i % EXAMPLES);
      return h - shown.subarray(first, first + EXAMPLES).reduce((sum, other) => sum + other, 0) / EXAMPLES;
    }),
  );
  return { forward: activations.map(rms), backward: gradients.map(rms), layer: chosen, counts, low, high, flat, spread };
}

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const power = (n) => `10${n < 0 ? "⁻" : ""}${[...String(Math.abs(n))].map((digit) => RAISED[digit]).join("")}`;
function size(value) {
  if (value === 0) return "0";
  if (value >= 0.01 && value < 1000) return kit.fmt(Number(value.toPrecision(2)));
  const n = Math.floor(Math.log10(value));
  return `${kit.fmt(value / 10 ** n, 1)} × ${power(n)}`;
}

const signed = (value) => (value < 0 ? `−${size(-value)}` : size(value));
const fate = (ratio) => (ratio < 1e-3 ? "it vanishes" : ratio > 1e3 ? "it explodes" : "it arrives");

export function words(state) {
  const { forward, backward, layer, flat, spread } = compute(state);
  const { activation, gain, depth } = state;
  const layers = depth === 1 ? "One layer" : `${depth} layers`;
  const told =
    `${layers} of ${activation} units, weights of deviation ${kit.fmt(gain, 2)} / √64. ` +
    `The activations end at ${size(forward[depth])}. A gradient of ${size(backward[depth])} is ${size(backward[0])} at the input: ` +
    `${fate(backward[0] / backward[depth])}.`;
  if (!layer) return `${told} Layer 0 is the input.`;
  const percent = `${Math.round(100 * flat)}%`;
  const off = activation === "ReLU" ? "of the values are 0" : "sit where the curve is flat";
  return `${told} In layer ${layer}, values differ by ${size(spread)} between the ${EXAMPLES} inputs; ${percent} ${off}.`;
}

const [WIDTH, LEFT, RIGHT] = [340, 44, 10];
const [TOP, TALL] = [24, 160]; // of the plot of sizes
const [LOW, HIGH] = [-16, 8]; // powers of ten
const [BELOW, HILL] = [TOP + TALL + 62, 70]; // of the histogram

export default {
  render({ model, el }) {
    const names = ["activation", "gain", "depth", "layer", "seed"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const drawing = kit.canvas(WIDTH, BELOW + HILL + 22, "");
    const live = kit.live();
    const small = (attrs, text) => kit.svg("text", { "font-size": 11, ...attrs }, text);
    const tall = (value) => TOP + (TALL * (HIGH - Math.min(HIGH, Math.max(LOW, Math.log10(value + 1e-300))))) / (HIGH - LOW);
    const along = (l) => LEFT + 8 + ((WIDTH - LEFT - RIGHT - 16) * l) / model.get("depth");
    const levels = [8, 4, 0, -4, -8, -12, -16].flatMap((n) => [
      kit.svg("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: tall(10 ** n), y2: tall(10 ** n), stroke: n ? "var(--cnn-rule)" : "var(--cnn-line)" }),
      small({ x: LEFT - 5, y: tall(10 ** n) + 4, "text-anchor": "end" }, n ? power(n) : "1"),
    ]); // prettier-ignore
    const marks = (values, color, square) => {
      const points = values.map((value, l) => [along(l), tall(value)]);
      const d = points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(2)},${y.toFixed(2)}`).join("");
      const mark = ([x, y]) =>
        square
          ? kit.svg("rect", { x: x - 3, y: y - 3, width: 6, height: 6, fill: color })
          : kit.svg("circle", { cx: x, cy: y, r: 3, fill: color });
      return [kit.svg("path", { d, fill: "none", stroke: color, "stroke-width": 1.6 }), ...points.map(mark)];
    };
    const draw = () => {
      const { forward, backward, layer, counts, low, high } = compute(state());
      const depth = model.get("depth");
      const every = depth > 12 ? 5 : depth > 6 ? 2 : 1;
      const ticks = forward.map((_, l) => l % every === 0 && small({ x: along(l), y: TOP + TALL + 16, "text-anchor": "middle" }, String(l)));
      const step = (WIDTH - LEFT - RIGHT) / BINS;
      const most = Math.max(...counts);
      const bars = counts.map((number, i) => {
        const height = (HILL * number) / most;
        return kit.svg("rect", { x: LEFT + i * step + 0.5, y: BELOW + HILL - height, width: step - 1, height, fill: "var(--cnn-input)" });
      });
      drawing.replaceChildren(
        small({ x: 4, y: 12 }, "size, as a root mean square, in each layer"),
        ...levels, ...ticks.filter(Boolean), small({ x: 4, y: TOP + TALL + 16 }, "layer"),
        kit.svg("line", { x1: along(layer), x2: along(layer), y1: TOP, y2: TOP + TALL, stroke: "var(--cnn-ink)", "stroke-dasharray": "3 3" }),
        ...marks(forward, "var(--cnn-input)", false), ...marks(backward, "var(--cnn-kernel)", true),
        small({ x: 4, y: BELOW - 12 }, layer ? `how often each value occurs in layer ${layer}` : "how often each value occurs in the input"),
        ...bars, kit.svg("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: BELOW + HILL, y2: BELOW + HILL, stroke: "var(--cnn-line)" }),
        small({ x: LEFT, y: BELOW + HILL + 16 }, signed(low)), small({ x: WIDTH - RIGHT, y: BELOW + HILL + 16, "text-anchor": "end" }, signed(high)),
      ); // prettier-ignore
      drawing.describe(`Two lines, layer by layer, and a histogram. ${words(state())}`);
      live.say(words(state()));
    };
    kit.drag(drawing, (px, py, phase) => {
      if (phase === "start" && py > TOP + TALL + 20) return;
      const depth = model.get("depth");
      const layer = Math.round(((px - LEFT - 8) / (WIDTH - LEFT - RIGHT - 16)) * depth);
      kit.set(model, "layer", Math.min(depth, Math.max(0, layer)));
    });
    const redraw = kit.button("Draw new weights", () => kit.set(model, "seed", (model.get("seed") % 99) + 1));
    el.append(
      kit.controls(
        kit.buttons(model, { key: "activation", label: "Units", options: Object.keys(ACTIVATIONS) }),
        kit.buttons(model, { key: "gain", label: "Known scales", options: [[1, "1 (Xavier)"], [Math.SQRT2, "√2 (He)"]] }),
      ),
      kit.controls(
        kit.slider(model, { key: "gain", label: "scale", min: 0.1, max: 12, step: 0.01, format: (gain) => kit.fmt(gain, 2) }),
        kit.slider(model, { key: "depth", label: "layers", min: 1, max: DEEPEST }),
        kit.slider(model, { key: "layer", label: "look into layer", min: 0, max: () => model.get("depth") }),
        redraw,
      ),
      drawing,
      kit.legend([["input", "activations, on the way up"], ["kernel", "gradients, on the way down"]]),
      live,
    ); // prettier-ignore
    kit.watch(model, names, draw);
  },
};
