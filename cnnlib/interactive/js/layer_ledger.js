// The books of one convolutional layer: what it holds (parameters) and what it does (multiply-adds), and why.

// An odd kernel k with (k - 1) / 2 cells of padding on an n×n image. `dense` counts the parameters of a fully connected
// layer between the same numbers of inputs and outputs.
export function compute({ cin, cout, k, groups, bias, n, stride }) {
  const fits = cin % groups === 0 && cout % groups === 0;
  const size = Math.floor((n - 1) / stride) + 1;
  const weights = fits ? cout * (cin / groups) * k * k : 0;
  const biases = fits && bias ? cout : 0;
  const [inputs, outputs] = [cin * n * n, cout * size * size];
  return {
    fits,
    shape: fits ? [cout, cin / groups, k, k] : [],
    weights,
    biases,
    parameters: weights + biases,
    size,
    inputs,
    outputs,
    multiplyAdds: weights * size * size,
    dense: inputs * outputs + (bias ? outputs : 0),
    possible: Array.from({ length: Math.min(cin, cout) }, (_, i) => i + 1).filter((g) => cin % g === 0 && cout % g === 0),
  };
}

const whole = (x) => x.toLocaleString("en-US");
const count = (number, one) => `${whole(number)} ${one}${number === 1 ? "" : "s"}`;

export function words(state) {
  const { fits, parameters, weights, biases, multiplyAdds, possible, dense } = compute(state);
  const { cin, cout, groups } = state;
  if (!fits) {
    const one = compute({ ...state, groups: 1 });
    const refused = `${groups} groups do not divide ${cin} and ${cout} channels evenly: PyTorch refuses.`;
    return `${refused} Possible: ${possible.join(", ")}. With 1 group it would be ${count(one.parameters, "parameter")}.`;
  }
  const times = dense / parameters;
  const share = times >= 10 ? whole(Math.round(times)) : kit.fmt(times, 1);
  const held = `${count(parameters, "parameter")}: ${count(weights, "weight")} and ${count(biases, "bias").replace("biass", "biases")}.`;
  return `${held} ${count(multiplyAdds, "multiply-add")}. A fully connected layer would have ${share} times as many parameters.`;
}

const WIDTH = 340;
const BOX = 132; // the drawing of the connections, at most

// One row for each output channel, one column for each input channel; a kernel where they are connected.
function connections({ cin, cout, groups, k }) {
  const few = Math.max(cin, cout) <= 24;
  const unit = Math.min(26, BOX / Math.max(cin, cout));
  const floor = (channels) => (few ? channels * unit : Math.max(14, (BOX * channels) / Math.max(cin, cout)));
  const [w, h] = [floor(cin), floor(cout)];
  const [x, y] = [64 + (BOX - w) / 2, 20];
  const [gw, gh] = [w / groups, h / groups];
  const parts = [kit.svg("rect", { x, y, width: w, height: h, fill: "var(--cnn-field)", stroke: "var(--cnn-line)" })];
  for (let g = 0; g < groups; g++) {
    const block = { x: x + g * gw, y: y + g * gh, width: gw, height: gh };
    parts.push(kit.svg("rect", { ...block, fill: "var(--cnn-kernel-fill)", stroke: "var(--cnn-kernel)", "stroke-width": groups > 40 ? 0.5 : 1.5 }));
  }
  if (few) {
    const lines = [];
    for (let i = 1; i < cin; i++) lines.push(`M${x + i * unit} ${y}v${h}`);
    for (let i = 1; i < cout; i++) lines.push(`M${x} ${y + i * unit}h${w}`);
    parts.push(kit.svg("path", { d: lines.join(""), stroke: "var(--cnn-line)", "stroke-width": 0.5, fill: "none" }));
  }
  const text = (tx, ty, content, attrs) => kit.svg("text", { x: tx, y: ty, "font-size": 12, ...attrs }, content);
  parts.push(
    text(x + w / 2, 13, `${cin} in`, { "text-anchor": "middle" }),
    text(x - 7, y + h / 2, `${cout} out`, { "text-anchor": "end", "dominant-baseline": "central" }),
  );
  // one of the kernels, enlarged
  const cell = Math.min(15, 90 / k);
  const [kx, ky] = [236 + (90 - k * cell) / 2, y];
  parts.push(
    kit.svg("path", {
      d: `M${x + Math.max(unit, 3)} ${y}L${kx} ${ky}M${x + Math.max(unit, 3)} ${y + Math.max(unit, 3)}L${kx} ${ky + k * cell}`,
      stroke: "var(--cnn-kernel)",
      "stroke-dasharray": "3 3",
      fill: "none",
    }),
    kit.grid({ values: Array.from({ length: k }, () => new Array(k).fill(null)), x: kx, y: ky, size: cell, kind: "kernel" }),
    text(281, ky + k * cell + 16, "one square:", { "text-anchor": "middle" }),
    text(281, ky + k * cell + 32, `${k}×${k} = ${count(k * k, "weight")}`, { "text-anchor": "middle" }),
  );
  return { parts, height: Math.max(y + h + 6, ky + k * cell + 38) };
}

export default {
  render({ model, el }) {
    const keys = ["cin", "cout", "k", "groups", "bias", "n", "stride"];
    const state = () => Object.fromEntries(keys.map((key) => [key, model.get(key)]));
    const drawing = kit.canvas(WIDTH, 160, "");
    const body = kit.h("tbody");
    const table = kit.h("table", { class: "cnn-ledger" }, body);
    table.style.cssText = "border-collapse:collapse;margin:.5rem auto 0;max-width:100%;font-variant-numeric:tabular-nums;background:none;color:inherit";
    const live = kit.live();
    const row = (name, sum, result, strong) => {
      const how = kit.h("span", {}, sum);
      how.style.cssText = "color:var(--cnn-muted);font-weight:400;margin-left:.6rem;display:inline-block";
      const cells = [kit.h("th", { scope: "row" }, name, how), kit.h("td", {}, result)];
      cells.forEach((cell, i) => {
        const rule = `border:0;border-top:${strong ? "1px solid var(--cnn-line)" : "0"};font-weight:${strong ? 700 : 400}`;
        cell.style.cssText = `padding:.15rem .3rem;text-align:${i ? "right;white-space:nowrap" : "left"};color:inherit;${rule}`;
      });
      const line = kit.h("tr", {}, cells);
      line.style.background = "none";
      return line;
    };
    el.append(
      kit.controls(
        kit.number(model, { key: "cin", label: "input channels", min: 1, max: 512 }),
        kit.number(model, { key: "cout", label: "output channels", min: 1, max: 512 }),
        kit.number(model, { key: "groups", label: "groups", min: 1, max: 512 }),
        kit.checkbox(model, { key: "bias", label: "bias" }),
        kit.slider(model, { key: "k", label: "kernel", min: 1, max: 11, step: 2, format: (k) => `${k}×${k}` }),
        kit.slider(model, { key: "n", label: "image", min: 1, max: 256, format: (n) => `${n}×${n}` }),
        kit.slider(model, { key: "stride", label: "stride", min: 1, max: 4 }),
      ),
      drawing,
      table,
      live,
    );
    kit.watch(model, keys, () => {
      const now = state();
      const { cin, cout, k, groups, n } = now;
      const { fits, weights, biases, parameters, size, outputs, multiplyAdds } = compute(now);
      drawing.style.display = fits ? "" : "none";
      if (fits) {
        const { parts, height } = connections(now);
        drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${height.toFixed(1)}`);
        drawing.replaceChildren(...parts.flat());
        const split = groups > 1 ? ` in ${groups} groups that do not mix` : "";
        drawing.describe(`${cout} output channels, each connected to ${cin / groups} of ${cin} input channels${split}, by kernels of ${k} by ${k} weights.`);
        const deep = groups > 1 ? `${whole(cin)}/${groups}` : whole(cin);
        body.replaceChildren(
          row("weights", `${whole(cout)} × ${deep} × ${k} × ${k}`, whole(weights)),
          row("biases", now.bias ? "1 per output channel" : "none", whole(biases)),
          row("parameters", "", whole(parameters), true),
          row("outputs", `${whole(cout)} × ${size} × ${size}`, whole(outputs)),
          row("multiply-adds", `weights × ${size} × ${size}`, whole(multiplyAdds), true),
        );
      } else body.replaceChildren();
      live.say(words(now));
    });
  },
};
