// Stripes in a row of pixels, the pixels that a stride keeps, and the stripes that these seem to show.
const PIXELS = 24;
const CURVE = Array.from({ length: 8 * PIXELS + 1 }, (_, i) => i / 8 - 0.5); // where the curves are drawn
const BLUR = { 1: [1], 3: [1 / 4, 1 / 2, 1 / 4], 5: [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16] };

// The row goes around: the blur reads the first pixels again beyond the last. `gain` is what the blur leaves of the
// height of the waves. `at(x)` is the slowest wave through all kept pixels; `through` are its values at their places.
export function compute({ waves, s, taps, shift }) {
  const row = Array.from({ length: PIXELS }, (_, i) => 0.5 + 0.5 * Math.cos((2 * Math.PI * waves * (i - shift)) / PIXELS));
  const half = (taps - 1) / 2;
  const read = (i) => row[(i + PIXELS) % PIXELS];
  const blurred = row.map((_, i) => BLUR[taps].reduce((sum, tap, a) => sum + tap * read(i - half + a), 0));
  const kept = blurred.filter((_, i) => i % s === 0);
  const places = kept.map((_, i) => i * s);
  const rest = waves % kept.length;
  const folded = rest > kept.length / 2; // then the pattern seems to run the other way
  const seen = folded ? kept.length - rest : rest;
  const gain = Math.cos((Math.PI * waves) / PIXELS) ** (taps - 1);
  const phase = ((folded ? 1 : -1) * 2 * Math.PI * waves * shift) / PIXELS;
  const at = (x) => 0.5 + 0.5 * gain * Math.cos((2 * Math.PI * seen * x) / PIXELS + phase);
  return { row, kept, places, seen, gain, through: places.map(at), curve: CURVE.map(at) };
}

const count = (number, name) => `${number} ${name}${number === 1 ? "" : "s"}`;

export function words(state) {
  const { kept, seen, gain } = compute(state);
  const { waves, s, taps } = state;
  const which = s === 1 ? "All pixels are kept" : `One pixel in ${s} is kept, ${kept.length} of ${PIXELS}`;
  const even = Math.max(...kept) - Math.min(...kept) < 0.005;
  const same = seen === waves ? `they show ${count(seen, "wave")} as well` : `they seem to show ${count(seen, "wave")}`;
  const shown = even ? `they are all alike, ${kit.fmt(kept[0], 2)}` : same;
  const height = taps === 1 ? "" : ` The blur leaves ${Math.round(100 * gain)}% of the height of the waves.`;
  return `${count(waves, "wave")} in ${PIXELS} pixels. ${which}: ${shown}.${height}`;
}

const [WIDTH, LEFT, STEP] = [340, 8, 13.5];
const x = (i) => LEFT + (i + 0.5) * STEP;

// The gray of a pixel is what the figure is about, so it is the same in the dark.
function strip(values, places, y) {
  return values.map((value, i) =>
    kit.svg("rect", {
      x: x(places[i]) - STEP / 2, y, width: STEP, height: 22,
      fill: `hsl(0 0% ${(100 * value).toFixed(1)}%)`, stroke: "var(--cnn-line)", "stroke-width": 0.75,
    }), // prettier-ignore
  );
}

function plot(values, places, line, y, color) {
  const height = (value) => y + 48 * (1 - value);
  const d = line.map((value, i) => `${i ? "L" : "M"}${x(CURVE[i]).toFixed(2)},${height(value).toFixed(2)}`).join("");
  const level = (value) => kit.svg("line", { x1: LEFT, x2: WIDTH - LEFT, y1: height(value), y2: height(value), stroke: "var(--cnn-rule)" });
  return [
    level(0), level(1),
    kit.svg("path", { d, fill: "none", stroke: color, "stroke-width": 1.5 }),
    values.map((value, i) => kit.svg("circle", { cx: x(places[i]), cy: height(value), r: 3.5, fill: color })),
  ].flat(); // prettier-ignore
}

export default {
  render({ model, el }) {
    const names = ["waves", "s", "taps", "shift"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const drawing = kit.canvas(WIDTH, 228, "");
    const live = kit.live();
    const title = (y, text) => kit.svg("text", { x: LEFT, y, "font-size": 12 }, text);
    const draw = () => {
      const now = compute(state());
      const { waves, s, taps, shift } = state();
      const all = now.row.map((_, i) => i);
      const original = compute({ waves, s: 1, taps: 1, shift }).curve;
      const name = `${s === 1 ? "all pixels" : `one pixel in ${s}`}${taps > 1 ? " of the blurred row" : ""}`;
      drawing.replaceChildren(
        title(12, "the row, and the waves that it was made of"), ...plot(now.row, all, original, 22, "var(--cnn-input)"), ...strip(now.row, all, 80),
        title(134, `${name}: the waves seen`), ...plot(now.kept, now.places, now.curve, 144, "var(--cnn-output)"),
        ...strip(now.kept, now.places, 202),
      ); // prettier-ignore
      drawing.describe(`Two rows of gray squares with curves above. ${words(state())}`);
      live.say(words(state()));
    };
    el.append(
      kit.controls(
        kit.slider(model, { key: "waves", label: "waves", min: 0, max: PIXELS / 2 }),
        kit.slider(model, { key: "s", label: "keep one in", min: 1, max: 4 }),
        kit.slider(model, { key: "shift", label: "move right", min: 0, max: 4 }),
        kit.buttons(model, { key: "taps", label: "Blur before", options: [[1, "none"], [3, "3 taps"], [5, "5 taps"]] }),
      ), // prettier-ignore
      drawing,
      live,
    );
    kit.watch(model, names, draw);
  },
};
