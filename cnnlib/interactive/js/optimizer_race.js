// Four optimizers go down the same surface from the same place, with the same learning rate.
const STEPS = 120;
const [X, Y] = [4, 2]; // the map shows x from -4 to 4 and y from -2 to 2
const GONE = 1e6; // who is that far away is not followed any further

const bent = (x, y) => y - (x * x) / 6 + 1.2;
const SURFACES = {
  valley: {
    loss: (x, y) => (x * x + 25 * y * y) / 2,
    slope: (x, y) => [x, 25 * y],
    lowest: [[0, 0]],
  },
  bend: {
    loss: (x, y) => (x - 2.5) ** 2 / 10 + 4 * bent(x, y) ** 2,
    slope: (x, y) => [(x - 2.5) / 5 - (8 * bent(x, y) * x) / 3, 8 * bent(x, y)],
    lowest: [[2.5, 2.5 ** 2 / 6 - 1.2]],
  },
  saddle: {
    loss: (x, y) => (x * x - 4) ** 2 / 32 + 2 * y * y,
    slope: (x, y) => [(x * (x * x - 4)) / 8, 4 * y],
    lowest: [[-2, 0], [2, 0]],
  },
  ripples: {
    loss: (x, y) => (x - 2.5) ** 2 / 12 + 0.15 * (1 - Math.cos(4 * (x - 2.5))) + y * y,
    slope: (x, y) => [(x - 2.5) / 6 + 0.6 * Math.sin(4 * (x - 2.5)), 2 * y],
    lowest: [[2.5, 0]],
  },
}; // prettier-ignore

// Each returns how far one coordinate moves, for its gradient g; `kept` is its memory, `t` counts steps from 1.
const RULES = {
  SGD: (g, { lr }) => -lr * g,
  momentum: (g, { lr, momentum }, kept) => {
    kept.v = momentum * (kept.v ?? 0) + g;
    return -lr * kept.v;
  },
  Nesterov: (g, { lr, momentum }, kept) => {
    kept.v = momentum * (kept.v ?? 0) + g;
    return -lr * (g + momentum * kept.v);
  },
  Adam: (g, { lr, momentum }, kept, t) => {
    kept.m = momentum * (kept.m ?? 0) + (1 - momentum) * g;
    kept.v = 0.999 * (kept.v ?? 0) + (1 - 0.999) * g * g;
    return (-lr * (kept.m / (1 - momentum ** t))) / (Math.sqrt(kept.v / (1 - 0.999 ** t)) + 1e-8);
  },
};

// `paths` and `losses` hold the start and `step` steps of each optimizer, in the order of RULES.
export function compute({ surface, x, y, power, momentum, step }) {
  const { loss, slope } = SURFACES[surface];
  const lr = Number((10 ** power).toPrecision(2));
  const paths = Object.values(RULES).map((rule) => {
    const path = [[x, y]];
    const kept = [{}, {}];
    for (let t = 1; t <= step; t++) {
      const at = path[t - 1];
      const gone = Math.max(...at.map(Math.abs)) >= GONE;
      const g = slope(...at);
      path.push(gone ? at : at.map((value, i) => value + rule(g[i], { lr, momentum }, kept[i], t)));
    }
    return path;
  });
  return { lr, paths, losses: paths.map((path) => path.map((at) => loss(...at))) };
}

const outside = ([x, y]) => Math.abs(x) > X || Math.abs(y) > Y;
const short = (value) => (value === 0 ? "0" : value < 1e-6 ? "below 0.000001" : kit.fmt(Number(value.toPrecision(2)), 7));

export function words(state) {
  const { lr, paths, losses } = compute(state);
  const names = Object.keys(RULES);
  const start = `Start at (${kit.fmt(state.x, 2)}, ${kit.fmt(state.y, 2)}) with a loss of ${short(losses[0][0])}, learning rate ${lr}.`;
  if (!state.step) return `${start} Nobody has moved yet.`;
  const ends = losses.map((all) => all[state.step]);
  const told = names.map((name, i) => `${name} ${outside(paths[i][state.step]) ? "off the map" : short(ends[i])}`);
  const best = Math.min(...ends);
  const lead = names.filter((_, i) => ends[i] <= best * 1.001 + 1e-12);
  const leading = lead.length === names.length ? "All are level." : `Lowest: ${lead.join(" and ")}.`;
  return `${start} Loss after ${state.step} step${state.step === 1 ? "" : "s"}: ${told.join(", ")}. ${leading}`;
}

const WIDTH = 340;
const UNIT = WIDTH / (2 * X); // of the drawing, for each unit of the map
const MAP = 2 * Y * UNIT;
const [LEFT, TOP, TALL] = [40, MAP + 26, 96]; // of the plot of the losses
const [LOW, HIGH] = [-6, 2]; // powers of ten
const LOOKS = [
  { letter: "S", color: "var(--cnn-kernel)", dashes: "" },
  { letter: "M", color: "var(--cnn-input)", dashes: "7 3" },
  { letter: "N", color: "var(--cnn-output)", dashes: "2 2" },
  { letter: "A", color: "var(--cnn-extra)", dashes: "8 3 2 3" },
];
const right = (x) => (x + X) * UNIT;
const down = (y) => (Y - y) * UNIT;
const line = (points) => points.map(([px, py], i) => `${i ? "L" : "M"}${px.toFixed(2)},${py.toFixed(2)}`).join("");

// Bands of gray, each of twice the loss of the one before.
function ground(surface) {
  const { loss } = SURFACES[surface];
  const values = Array.from({ length: 2 * MAP }, (_, r) =>
    Array.from({ length: 2 * WIDTH }, (_, c) => loss((c + 0.5) / 2 / UNIT - X, Y - (r + 0.5) / 2 / UNIT)),
  );
  const color = (value) => [132, 141, 151, 11 * Math.max(0, Math.min(12, Math.floor(Math.log2(value / 0.02))))];
  const group = kit.svg("g", {}, kit.picture({ values, x: 0, y: 0, width: WIDTH, height: MAP, color }));
  for (const [x, y] of SURFACES[surface].lowest) {
    const cross = `M${right(x) - 5} ${down(y) - 5}l10 10m0 -10l-10 10`;
    group.append(kit.svg("path", { d: cross, stroke: "var(--cnn-ink)", "stroke-width": 1.5, fill: "none" }));
  }
  return group;
}

function trace(points, { letter, color, dashes }) {
  const [px, py] = points[points.length - 1];
  return [
    kit.svg("path", { d: line(points), fill: "none", stroke: color, "stroke-width": 1.8, "stroke-dasharray": dashes }),
    kit.svg("circle", { cx: px, cy: py, r: 6.5, fill: "var(--cnn-field)", stroke: color, "stroke-width": 1.5 }),
    kit.svg("text", { x: px, y: py + 3.5, "font-size": 10, "text-anchor": "middle" }, letter),
  ];
}

export default {
  render({ model, el }) {
    const names = ["surface", "x", "y", "power", "momentum", "step"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const drawing = kit.canvas(WIDTH, TOP + TALL + 22, "");
    const live = kit.live();
    const tall = (value) => TOP + (TALL * (HIGH - Math.min(HIGH, Math.max(LOW, Math.log10(value + 1e-30))))) / (HIGH - LOW);
    const along = (t) => LEFT + ((WIDTH - LEFT - 10) * t) / STEPS;
    const small = (attrs, text) => kit.svg("text", { "font-size": 11, ...attrs }, text);
    const levels = [[2, "100"], [0, "1"], [-2, "0.01"], [-4, "10⁻⁴"], [-6, "10⁻⁶"]].flatMap(([power, text]) => [
      kit.svg("line", { x1: LEFT, x2: WIDTH - 10, y1: tall(10 ** power), y2: tall(10 ** power), stroke: "var(--cnn-rule)" }),
      small({ x: LEFT - 5, y: tall(10 ** power) + 4, "text-anchor": "end" }, text),
    ]); // prettier-ignore
    const ticks = [0, 40, 80, 120].map((t) => small({ x: along(t), y: TOP + TALL + 16, "text-anchor": "middle" }, t === 40 ? "step 40" : String(t)));
    let [drawn, land] = [null, null];
    const draw = () => {
      const all = state();
      if (drawn !== all.surface) [drawn, land] = [all.surface, ground(all.surface)];
      const { paths, losses } = compute(all);
      const far = (value) => Math.min(5000, Math.max(-5000, value)); // a drawing has no room for those who are gone
      const map = kit.svg("svg", { x: 0, y: 0, width: WIDTH, height: MAP, viewBox: `0 0 ${WIDTH} ${MAP}` }, land,
        kit.svg("circle", { cx: right(all.x), cy: down(all.y), r: 4, fill: "var(--cnn-ink)" }),
        paths.flatMap((path, i) => trace(path.map(([x, y]) => [far(right(x)), far(down(y))]), LOOKS[i]))); // prettier-ignore
      const frame = kit.svg("rect", { x: 0.5, y: 0.5, width: WIDTH - 1, height: MAP - 1, fill: "none", stroke: "var(--cnn-line)" });
      const curves = losses.flatMap((values, i) => trace(values.map((value, t) => [along(t), tall(value)]), LOOKS[i]));
      drawing.replaceChildren(map, frame, small({ x: LEFT, y: TOP - 10 }, "loss"), ...levels, ...ticks, ...curves);
      drawing.describe(`A map with four paths, and their losses step by step. ${words(all)}`);
      live.say(words(all));
    };
    kit.drag(drawing, (px, py, phase) => {
      if (phase === "start" && py > MAP) return;
      const inside = (value, most) => Math.min(most, Math.max(-most, Math.round(20 * value) / 20));
      kit.set(model, "x", inside(px / UNIT - X, X));
      kit.set(model, "y", inside(Y - py / UNIT, Y));
    });
    const lr = (power) => String(Number((10 ** power).toPrecision(2)));
    el.append(
      kit.controls(kit.buttons(model, { key: "surface", label: "Surface", options: Object.keys(SURFACES) })),
      kit.controls(
        kit.slider(model, { key: "power", label: "learning rate", min: -3, max: 0, step: 0.1, format: lr }),
        kit.slider(model, { key: "momentum", label: "momentum", min: 0, max: 0.95, step: 0.05 }),
        kit.slider(model, { key: "x", label: "start, across", min: -X, max: X, step: 0.05 }),
        kit.slider(model, { key: "y", label: "start, up", min: -Y, max: Y, step: 0.05 }),
        kit.stepper(model, { key: "step", label: "steps", max: STEPS, format: (t) => `${t} of ${STEPS}`, delay: 120 }),
      ),
      drawing,
      kit.legend([["kernel", "S: SGD"], ["input", "M: momentum"], ["output", "N: Nesterov"], ["extra", "A: Adam"]]),
      live,
    ); // prettier-ignore
    kit.watch(model, names, draw);
  },
};
