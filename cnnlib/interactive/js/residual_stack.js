// Two deep stacks of the same random blocks: relu(body(x)), and relu(x + body(x)). Forward, back, and without one block.
const EPS = 1e-5;

const times = (rows, weight) => rows.map((row) => weight.map((w) => w.reduce((sum, value, i) => sum + value * row[i], 0)));
const back = (rows, weight) => rows.map((row) => weight[0].map((_, i) => weight.reduce((sum, w, o) => sum + w[i] * row[o], 0)));
const each = (fn, ...arrays) => arrays[0].map((row, n) => row.map((_, i) => fn(...arrays.map((array) => array[n][i]))));
const relu = (rows) => each((value) => Math.max(value, 0), rows);
const rms = (rows) => Math.sqrt(rows.flat().reduce((sum, value) => sum + value * value, 0) / rows.flat().length);

// The mean of each column.
const means = (rows) => rows[0].map((_, i) => rows.reduce((sum, row) => sum + row[i], 0) / rows.length);

// Batch norm in training: each column is standardized over the batch.
function standardize(rows) {
  const mean = means(rows);
  const centered = rows.map((row) => row.map((value, i) => value - mean[i]));
  const scale = means(each((value) => value * value, centered)).map((variance) => 1 / Math.sqrt(variance + EPS));
  return { scale, out: centered.map((row) => row.map((value, i) => value * scale[i])) };
}

function standardizeBack(dy, { scale, out }) {
  const [mean, along] = [means(dy), means(each((d, value) => d * value, dy, out))];
  return dy.map((row, n) => row.map((d, i) => scale[i] * (d - mean[i] - out[n][i] * along[i])));
}

// One block, with what its way back needs.
function forward(h, [first, second], gain, norm, carry) {
  const one = times(h, first);
  const norm1 = norm ? standardize(one) : { out: one };
  const inner = relu(norm1.out);
  const two = times(inner, second);
  const norm2 = norm ? standardize(two) : { out: two };
  const sum = each((body, value) => gain * body + (carry ? value : 0), norm2.out, h);
  return { y: relu(sum), norm1, norm2, inner, sum };
}

function backward(dy, { norm1, norm2, inner, sum }, [first, second], gain, norm, carry) {
  const dsum = each((d, value) => (value > 0 ? d : 0), dy, sum);
  const dbody = each((d) => gain * d, dsum);
  const dinner = back(norm ? standardizeBack(dbody, norm2) : dbody, second);
  const dnorm = each((d, value) => (value > 0 ? d : 0), dinner, inner);
  const dx = back(norm ? standardizeBack(dnorm, norm1) : dnorm, first);
  return carry ? each((a, b) => a + b, dx, dsum) : dx;
}

function measure({ weights, x, dy, depth, gain, norm }, carry) {
  const blocks = weights.slice(0, depth);
  const passes = [];
  const signals = [x];
  for (const pair of blocks) {
    passes.push(forward(signals.at(-1), pair, gain, norm, carry));
    signals.push(passes.at(-1).y);
  }
  const gradients = [dy];
  for (let b = depth - 1; b >= 0; b--) gradients.unshift(backward(gradients[0], passes[b], blocks[b], gain, norm, carry));
  const y = signals.at(-1);
  const size = rms(y);
  const change = blocks.map((_, out) => {
    const rest = blocks.slice(out + 1).reduce((h, pair) => forward(h, pair, gain, norm, carry).y, signals[out]);
    return size ? rms(each((a, b) => a - b, rest, y)) / size : 0;
  });
  return { signal: signals.map(rms), gradient: gradients.map(rms), change };
}

export function compute(state) {
  return { plain: measure(state, false), residual: measure(state, true) };
}

const raised = (power) => String(power).replace(/./g, (c) => ({ "-": "⁻" })[c] ?? "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]);

// Two digits, and a power of ten where it needs one.
function sized(value) {
  if (value === 0) return "0";
  if (value >= 0.01 && value < 1000) return kit.fmt(Number(value.toPrecision(2)));
  const [digits, power] = value.toExponential(1).split("e");
  return `${kit.fmt(Number(digits))} × 10${raised(Number(power))}`;
}

export function words(state, { plain, residual } = compute(state)) {
  const { depth, block } = state;
  const change = ({ change }) => `${Math.round(100 * change[block - 1])}%`;
  return (
    `Behind block ${depth} the plain signal has size ${sized(plain.signal[depth])}, the residual one ${sized(residual.signal[depth])}. ` +
    `The gradient that arrives at the input has size ${sized(plain.gradient[0])} and ${sized(residual.gradient[0])}. ` +
    `Without block ${block} the output changes by ${change(plain)} and ${change(residual)}.`
  );
}

const [WIDTH, LEFT, RIGHT, HEIGHT, PANEL] = [340, 44, 334, 84, 118]; // PANEL: from one drawing to the next
const KINDS = [["plain", "kernel", "5 4"], ["residual", "output", null]]; // prettier-ignore
const [LEAST, MOST] = [-16, 16]; // powers of ten that are drawn

export default {
  render({ model, el }) {
    const names = ["depth", "gain", "norm", "block"];
    const fixed = Object.fromEntries(["weights", "x", "dy"].map((name) => [name, model.get(name)]));
    const state = () => ({ ...fixed, ...Object.fromEntries(names.map((name) => [name, model.get(name)])) });
    const live = kit.live();
    const drawing = kit.canvas(WIDTH, 3 * PANEL + 12, "");
    const text = (x, y, content, attrs) => kit.svg("text", { x, y, "font-size": 11, ...attrs }, content);
    const across = (block) => LEFT + ((RIGHT - LEFT) * block) / model.get("depth");

    function frame(top, title, ticks, level) {
      const line = (y) => kit.svg("line", { x1: LEFT, x2: RIGHT, y1: y, y2: y, stroke: "var(--cnn-rule)" });
      return [
        text(0, top - 8, title, { "font-size": 12 }),
        ...ticks.flatMap(([value, name]) => [line(level(value)), text(LEFT - 6, level(value) + 4, name, { "text-anchor": "end" })]),
      ];
    }

    // A curve over the blocks on a logarithmic scale; what is 0 lies below the frame.
    function curves(top, title, series) {
      const logs = series.flat().filter((value) => value > 0).map(Math.log10);
      const low = Math.max(LEAST, Math.min(-1, Math.floor(Math.min(...logs))));
      const high = Math.min(MOST, Math.max(1, Math.ceil(Math.max(...logs))));
      const level = (power) => top + HEIGHT * (1 - (power - low) / (high - low));
      const at = (value) => level(value > 0 ? Math.max(low, Math.min(high, Math.log10(value))) : low) + (value > 0 ? 0 : 3);
      const apart = (power) => power === 0 || Math.abs(power) > 0.15 * (high - low); // from the 0 between the two
      const ticks = [low, 0, high].filter(apart).map((power) => [power, `10${raised(power)}`]);
      const paths = KINDS.map(([, kind, dash], s) => {
        const d = series[s].map((value, b) => `${b ? "L" : "M"}${across(b).toFixed(1)} ${at(value).toFixed(1)}`).join("");
        return kit.svg("path", { d, fill: "none", stroke: `var(--cnn-${kind})`, "stroke-width": 2, "stroke-dasharray": dash });
      });
      return [...frame(top, title, ticks, level), ...paths];
    }

    // Two bars for each block, between its input and its output; those beyond 200% are cut.
    function bars(top, title, series) {
      const level = (value) => top + HEIGHT * (1 - Math.min(value, 2) / 2);
      const ticks = [[0, "0%"], [1, "100%"], [2, "200%"]]; // prettier-ignore
      const step = across(1) - across(0);
      const rects = KINDS.flatMap(([, kind], s) =>
        series[s].map((value, b) => {
          const [x, y] = [across(b) + step * (0.1 + 0.4 * s), level(value)];
          return kit.svg("rect", { x, y, width: 0.4 * step, height: Math.max(0.5, top + HEIGHT - y), fill: `var(--cnn-${kind})` });
        }),
      );
      return [...frame(top, title, ticks, level), ...rects];
    }

    const draw = () => {
      const now = compute(state());
      const pick = (measured) => KINDS.map(([kind]) => now[kind][measured]);
      const [block, depth] = [model.get("block"), model.get("depth")];
      const mark = { x: across(block - 1), y: 12, width: across(1) - across(0), height: 3 * PANEL - 20, fill: "var(--cnn-extra-fill)" };
      drawing.replaceChildren(
        kit.svg("rect", mark),
        ...curves(22, "size of the signal, from the input to the last block", pick("signal")),
        ...curves(22 + PANEL, "size of the gradient at the same places", pick("gradient")),
        ...bars(22 + 2 * PANEL, "change of the output without the block", pick("change")),
        ...[1, depth].filter((b, i, all) => all.indexOf(b) === i).map((b) =>
          text((across(b - 1) + across(b)) / 2, 3 * PANEL + 9, `${b === 1 ? "block " : ""}${b}`, { "text-anchor": "middle" }),
        ),
      ); // prettier-ignore
      live.say(words(state(), now));
      drawing.describe(`Two curves of signals, two of gradients, and two bars for each block. ${words(state(), now)}`);
    };
    kit.drag(drawing, (x) => {
      const depth = model.get("depth");
      kit.set(model, "block", Math.max(1, Math.min(depth, 1 + Math.floor(((x - LEFT) * depth) / (RIGHT - LEFT)))));
    });
    el.append(
      kit.controls(
        kit.slider(model, { key: "depth", label: "blocks", min: 1, max: fixed.weights.length }),
        kit.slider(model, { key: "gain", label: "gain", min: 0, max: 1.5, step: 0.1 }),
        kit.checkbox(model, { key: "norm", label: "batch norm" }),
        kit.slider(model, { key: "block", label: "without block", min: 1, max: () => model.get("depth") }),
      ),
      drawing,
      kit.legend([["kernel", "plain (dashed)"], ["output", "residual"], ["extra", "the block that is taken out"]]),
      live,
    ); // prettier-ignore
    kit.watch(model, names, draw);
  },
};
