// An edge under a ring of edge filters: what each answers, and the largest answer (pooling across channels).
const SIDE = 7;
const PLACES = Array.from({ length: SIDE }, (_, i) => i - (SIDE - 1) / 2);
const table = (fn) => PLACES.map((row) => PLACES.map((column) => fn(row, column)));
const hill = (row, column) => Math.exp(-(row ** 2 + column ** 2) / (2 * 1.5 ** 2));

// How far a pixel lies from the middle in the direction of an angle, in pixels.
function across(angle, row, column) {
  const turn = (angle * Math.PI) / 180;
  return Number((Math.cos(turn) * column + Math.sin(turn) * row).toFixed(12));
}

const edge = (angle) => table((row, column) => Math.min(1, Math.max(0, 0.5 + across(angle, row, column))));
const slope = (angle) => table((row, column) => across(angle, row, column) * hill(row, column));
const match = (a, b) => a.flat().reduce((sum, value, i) => sum + value * b.flat()[i], 0);

// `answers` are after the ReLU; `largest` is their maximum, of filter number `best`.
export function compute({ angle, filters }) {
  const angles = Array.from({ length: filters }, (_, i) => (360 * i) / filters);
  const one = match(slope(0), edge(0));
  const weights = angles.map((turn) => slope(turn).map((row) => row.map((value) => value / one)));
  const patch = edge(angle);
  const answers = weights.map((weight) => Math.max(0, match(weight, patch)));
  const largest = Math.max(...answers);
  return { patch, angles, weights, answers, largest, best: answers.indexOf(largest) };
}

const percent = (value) => `${Math.round(100 * value)}%`;

export function words(state) {
  const { angles, answers, largest, best } = compute(state);
  const single = `The filter of 0° answers ${percent(answers[0])}`;
  const silent = answers.filter((value) => value < 0.005).length;
  return `Edge at ${state.angle}°. ${single}. ${silent} of ${state.filters} filters are silent; the largest answer is ${percent(largest)}, from the filter of ${angles[best]}°.`;
}

const [WIDTH, BARS] = [340, { top: 150, height: 90 }];

// Gray squares in a frame. What they show is the data, so it is the same in the dark.
function picture(values, x, y, size, gray) {
  const color = (value) => [0, 0, 0].map(() => Math.round(255 * gray(value))).concat(255);
  const place = { x, y, width: SIDE * size, height: SIDE * size };
  return [kit.picture({ values, color, ...place }), kit.svg("rect", { ...place, fill: "none", stroke: "var(--cnn-line)" })];
}

export default {
  render({ model, el }) {
    const state = () => ({ angle: model.get("angle"), filters: model.get("filters") });
    const drawing = kit.canvas(WIDTH, 304, "");
    const live = kit.live();
    const text = (x, y, words, attrs) => kit.svg("text", { x, y, "font-size": 11, "text-anchor": "middle", ...attrs }, words);
    const draw = () => {
      const { patch, angles, weights, answers, largest, best } = compute(state());
      const strongest = Math.max(...weights.flat(2).map(Math.abs));
      const step = 288 / (angles.length + 1);
      const middle = (i) => 36 + (i + 0.5) * step;
      const floor = BARS.top + BARS.height;
      const size = Math.min(4.2, (step - 4) / SIDE);
      const bar = (i, value, color) => [
        kit.svg("rect", { x: middle(i) - 10, y: floor - BARS.height * value, width: 20, height: BARS.height * value, fill: color }),
        text(middle(i), floor - BARS.height * value - 4, percent(value)),
      ];
      const level = (value) => [
        kit.svg("line", { x1: 34, x2: 328, y1: floor - BARS.height * value, y2: floor - BARS.height * value, stroke: "var(--cnn-rule)" }),
        text(30, floor - BARS.height * value, percent(value), { "text-anchor": "end", "dominant-baseline": "central" }),
      ];
      drawing.replaceChildren(
        text(WIDTH / 2, 12, `the patch: an edge at ${model.get("angle")}°`, { "font-size": 12 }),
        ...picture(patch, WIDTH / 2 - 49, 20, 14, (value) => value),
        ...level(0), ...level(1),
        ...answers.map((value, i) => bar(i, value, i === best ? "var(--cnn-kernel)" : "var(--cnn-output)")).flat(),
        ...bar(angles.length, largest, "var(--cnn-extra)"),
        ...weights.flatMap((weight, i) =>
          picture(weight, middle(i) - (SIDE * size) / 2, floor + 6, size, (value) => 0.5 + value / (2 * strongest)),
        ),
        ...angles.map((angle, i) => text(middle(i), floor + 52, `${angle}°`)),
        text(middle(angles.length), floor + 24, "max", { "font-weight": 700 }),
      ); // prettier-ignore
      drawing.describe(`A patch with an edge, and one bar for each filter: ${answers.map(percent).join(", ")}; the largest ${percent(largest)}.`);
      live.say(words(state()));
    };
    el.append(
      kit.controls(
        kit.slider(model, { key: "angle", label: "turn the edge", min: 0, max: 345, step: 15, format: (angle) => `${angle}°` }),
        kit.buttons(model, { key: "filters", label: "Filters", options: [[2, "2"], [4, "4"], [8, "8"]] }),
      ), // prettier-ignore
      drawing,
      live,
    );
    kit.watch(model, ["angle", "filters"], draw);
  },
};
