// Three weights on a longer signal. The kernel hangs as three bars under the window that it reads.
export function compute({ x, w }) {
  const y = Array.from({ length: x.length - w.length + 1 }, (_, i) => w.reduce((sum, tap, a) => sum + tap * x[i + a], 0));
  const sum = w.reduce((total, tap) => total + tap, 0);
  return { y, sum };
}

// The ends of the output axis: the first that hold every value, so that the curve seldom changes its scale.
export function reach(values) {
  const largest = Math.max(...values.map(Math.abs));
  return [6, 12, 24, 48, 96].find((end) => end >= largest) ?? Math.ceil(largest);
}

const PRESETS = [
  [[1 / 3, 1 / 3, 1 / 3], "box"],
  [[-1, 1, 0], "difference"],
  [[1, -2, 1], "edge"],
  [[-1, 0.5, -0.2], "\u22121, 0.5, \u22120.2"],
];

const INPUT = { top: 22, height: 84 };
const KERNEL = { middle: 156, scale: 18 };
const OUTPUT = { top: 222, height: 120 };
const [LEFT, RIGHT] = [30, 330];

export default {
  render({ model, el }) {
    const x = model.get("x");
    const last = x.length - 3;
    const step = (RIGHT - LEFT) / (x.length - 1);
    const across = (i) => LEFT + i * step;
    const high = reach(x);
    const low = Math.min(...x) < 0 ? -high : 0;
    const inputY = (v) => INPUT.top + (INPUT.height * (high - v)) / (high - low);

    const words = kit.live();
    const drawing = kit.canvas(340, OUTPUT.top + OUTPUT.height + 22, "");
    const label = (y, text) => kit.svg("text", { x: 2, y, "font-size": 12 }, text);
    const small = { "font-size": 10, "text-anchor": "end", "dominant-baseline": "central" };
    const tick = (y, text) => kit.svg("text", { ...small, x: LEFT - 8, y }, text);
    const line = (attrs) => kit.svg("line", { stroke: "var(--cnn-rule)", ...attrs });
    const level = (y) => line({ x1: LEFT - 4, x2: RIGHT + 4, y1: y, y2: y });
    const stem = (i, from, to, color, strong) => [
      kit.svg("line", { x1: across(i), x2: across(i), y1: from, y2: to, stroke: color, "stroke-width": strong ? 3 : 1.5 }),
      kit.svg("circle", { cx: across(i), cy: to, r: strong ? 5 : 3.5, fill: color }),
    ];

    const shade = { rx: 5, fill: "var(--cnn-kernel-fill)", opacity: 0.55 };
    const depth = KERNEL.middle + 46 - INPUT.top;
    const marked = kit.svg("rect", { ...shade, y: INPUT.top - 6, width: 2 * step + 16, height: depth });
    const samples = kit.svg("g");
    const bars = kit.svg("g");
    const outputs = kit.svg("g");
    const under = { y: OUTPUT.top + OUTPUT.height + 16, "font-size": 10, "text-anchor": "middle" };
    const places = x.map((_, i) => kit.svg("text", { ...under, x: across(i) }, String(i)));
    drawing.append(
      marked,
      label(12, "signal"), level(inputY(0)), tick(inputY(0), "0"), tick(inputY(high), kit.fmt(high)), samples,
      label(KERNEL.middle - 28, "kernel"), bars,
      label(OUTPUT.top - 8, "output, at the middle of its window"), outputs, ...places,
    ); // prettier-ignore

    const draw = () => {
      const [w, position] = [model.get("w"), model.get("position")];
      const { y, sum } = compute({ x, w });
      const end = reach(y);
      const outputY = (v) => OUTPUT.top + (OUTPUT.height * (end - v)) / (2 * end);
      marked.setAttribute("x", across(position) - 8);
      const inside = (i) => i >= position && i < position + 3;
      samples.replaceChildren(...x.flatMap((v, i) => stem(i, inputY(0), inputY(v), "var(--cnn-input)", inside(i))));
      const ends = { x1: across(position) - 8, x2: across(position + 2) + 8 };
      bars.replaceChildren(
        line({ ...ends, y1: KERNEL.middle, y2: KERNEL.middle, stroke: "var(--cnn-kernel)" }),
        ...w.map((tap, a) => {
          const height = Math.abs(tap) * KERNEL.scale;
          const y = tap > 0 ? KERNEL.middle - height : KERNEL.middle;
          return kit.svg("rect", { x: across(position + a) - 7, y, width: 14, height, fill: "var(--cnn-kernel)" });
        }),
      );
      outputs.replaceChildren(
        level(outputY(end)), level(outputY(0)), level(outputY(-end)),
        ...[end, 0, -end].map((v) => tick(outputY(v), kit.fmt(v))),
        ...y.flatMap((v, i) => stem(i + 1, outputY(0), outputY(v), "var(--cnn-output)", i === position)),
      ); // prettier-ignore

      const near = (v) => Math.abs(sum - v) < 1e-9;
      const flat = near(0) ? "come out as 0" : near(1) ? "stay as they are" : `are multiplied by ${kit.fmt(sum, 2)}`;
      const at = (v) => y.indexOf(v) + 1;
      const [top, bottom] = [Math.max(...y), Math.min(...y)];
      words.say(
        `The weights add up to ${kit.fmt(sum, 2)}: flat stretches ${flat}. ` +
          `Largest output ${kit.fmt(top, 2)} at ${at(top)}, smallest ${kit.fmt(bottom, 2)} at ${at(bottom)}. ` +
          `Marked: ${w.map((tap, a) => `${kit.fmt(tap, 2)} \u00d7 ${kit.fmt(x[position + a])}`).join(" + ")} = ${kit.fmt(y[position], 2)}.`,
      );
      drawing.describe(`Signal, kernel and output. ${words.textContent}`);
    };

    kit.drag(drawing, (px) => {
      kit.set(model, "position", Math.max(0, Math.min(last, Math.round((px - LEFT) / step) - 1)));
    });
    // a button looks pressed when the model holds its very array, so the start gets the model's own
    const same = (values) => values.join() === model.get("w").join();
    const presets = PRESETS.map(([w, text]) => [same(w) ? model.get("w") : w, text]);
    const weight = (index) => {
      const name = ["first weight", "middle weight", "last weight"][index];
      return kit.slider(model, { key: "w", index, label: name, min: -2, max: 2, step: 0.1, format: (v) => kit.fmt(v, 2) });
    };
    el.append(
      kit.controls(kit.buttons(model, { key: "w", label: "Kernel", options: presets })),
      kit.controls(
        [0, 1, 2].map(weight),
        kit.slider(model, { key: "position", label: "marked window", max: last, format: (i) => `from ${i}` }),
      ),
      drawing,
      words,
    ); // prettier-ignore
    kit.watch(model, ["w", "position"], draw);
  },
};
