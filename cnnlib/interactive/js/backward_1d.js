// Each product w[a] x[j] of the forward pass hands dy[i], the gradient of its output, to its two factors.

// `dw` and `dx` hold what the first `step` products have handed back; `now` is the last of them, null before the first.
export function compute({ x, w, dy, s, step }) {
  const outputs = Math.floor((x.length - w.length) / s) + 1;
  const pairs = Array.from({ length: outputs * w.length }, (_, t) => {
    const [i, a] = [Math.floor(t / w.length), t % w.length];
    return { i, a, j: s * i + a };
  });
  const y = Array.from({ length: outputs }, (_, i) => w.reduce((sum, tap, a) => sum + tap * x[s * i + a], 0));
  const [dw, dx] = [w.map(() => 0), x.map(() => 0)];
  const done = pairs.slice(0, step);
  for (const { i, a, j } of done) {
    dw[a] += dy[i] * x[j];
    dx[j] += dy[i] * w[a];
  }
  return { y, dw, dx, pairs, now: done.at(-1) ?? null, total: pairs.length };
}

const digits = "₀₁₂₃₄₅₆₇₈₉";
const sub = (name, index) => `${name}${digits[index]}`;

export function words(state) {
  const { x, w, dy } = state;
  const { dw, dx, now, total } = compute(state);
  if (!now) return `The forward pass is done: ${total} products in the outputs. Nothing has been handed back yet.`;
  const { i, a, j } = now;
  const times = (p, q) => `${kit.fmt(p, 2)} × ${kit.fmt(q, 2)} = ${kit.fmt(p * q, 2)}`;
  const end = state.step === total ? ` All ${total} products are done.` : "";
  return (
    `Product ${state.step} of ${total}: ${sub("y", i)} holds ${sub("w", a)}${sub("x", j)}. ` +
    `d${sub("w", a)} gets ${sub("dy", i)}${sub("x", j)} = ${times(dy[i], x[j])}, and is ${kit.fmt(dw[a], 2)} so far. ` +
    `d${sub("x", j)} gets ${sub("dy", i)}${sub("w", a)} = ${times(dy[i], w[a])}, and is ${kit.fmt(dx[j], 2)} so far.${end}`
  );
}

const [WIDTH, ROW] = [340, 62];

export default {
  render({ model, el }) {
    const names = ["x", "w", "dy", "s", "step"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const given = model.get("dy");
    const size = Math.min(40, Math.floor((WIDTH - 34) / model.get("x").length));
    const left = (WIDTH + 24 - size * model.get("x").length) / 2;
    const live = kit.live();
    const drawing = kit.canvas(WIDTH, 6 * ROW, "");
    const draw = () => {
      const all = state();
      const { y, dw, dx, now } = compute(all);
      const dy = all.dy.slice(0, y.length);
      const short = (value) => kit.fmt(value, 2);
      const rows = [
        ["x", all.x, "input", now?.j], ["w", all.w, "kernel", now?.a], ["y", y, "output", now?.i],
        ["dy", dy, "extra", now?.i], ["dw", dw, "kernel", now?.a], ["dx", dx, "input", now?.j],
      ]; // prettier-ignore
      drawing.replaceChildren(
        ...rows.flatMap(([name, values, kind, at], row) => {
          const top = 12 + row * ROW + (row > 2 ? 4 : 0);
          const cells = kit.grid({ values, x: left, y: top, size, kind, format: short });
          cells.show(values, { format: short, kind, on: (_, c) => c === at });
          const label = kit.svg("text", { x: left - 10, y: top + size / 2 + 5, "font-size": 14, "text-anchor": "end" }, name);
          return [label, cells];
        }),
        kit.svg("line", { x1: 8, x2: WIDTH - 8, y1: 3 * ROW + 2, y2: 3 * ROW + 2, stroke: "var(--cnn-rule)" }),
      );
      const list = (values) => values.map(short).join(", ");
      drawing.describe(`Above, the forward pass: y is ${list(y)}. Below, the backward pass: dw is ${list(dw)}; dx is ${list(dx)}.`);
      live.say(words(all));
    };
    const one = given.map((_, i) => (i === 1 ? 1 : 0));
    const upstream = [[given, "given"], [given.map(() => 1), "all ones"], [one, "one output"]]; // prettier-ignore
    el.append(
      kit.controls(
        kit.stepper(model, { key: "step", label: "products done", max: () => compute(state()).total, format: (done) => `${done} of ${compute(state()).total}` }),
        kit.slider(model, { key: "s", label: "stride", min: 1, max: 2 }),
        given.length > 1 && kit.buttons(model, { key: "dy", label: "dy", options: upstream }),
      ),
      drawing,
      kit.legend([["input", "signal"], ["kernel", "kernel"], ["output", "output"], ["extra", "what comes from above"]]),
      live,
    ); // prettier-ignore
    kit.watch(model, names, draw);
  },
};
