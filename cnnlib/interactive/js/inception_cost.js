// An Inception module: four branches, each with or without a 1×1 convolution that squeezes its channels, and what it costs.

// Weights without biases; with stride 1 and maps of size×size each is used size² times. `pays` is the largest number of
// channels in between with which the detour has fewer weights than the direct way.
export function compute({ modules, place, squeeze, k, squeeze3, squeeze5, pool }) {
  const { size, cin, one, three, five } = modules[place];
  const branch = (name, kernel, out, between) => {
    const direct = kernel * kernel * cin * out;
    const squeezed = between * (cin + kernel * kernel * out);
    const pays = Math.ceil(direct / (cin + kernel * kernel * out)) - 1;
    return { name, out, between, direct, squeezed, pays, weights: squeeze ? squeezed : direct };
  };
  const branches = [
    { name: "1×1", out: one, between: null, direct: cin * one, squeezed: cin * one, weights: cin * one },
    branch("3×3", 3, three, squeeze3),
    branch(`${k}×${k}`, k, five, squeeze5),
    { name: "pool", out: squeeze ? pool : cin, between: null, direct: 0, squeezed: cin * pool, weights: squeeze ? cin * pool : 0 },
  ];
  const sum = (list) => list.reduce((total, value) => total + value, 0);
  const direct = sum(branches.map((b) => b.direct));
  const weights = sum(branches.map((b) => b.weights));
  return {
    branches,
    channels: sum(branches.map((b) => b.out)),
    channelsDirect: cin + one + three + five,
    weights,
    direct,
    multiplyAdds: weights * size * size,
    multiplyAddsDirect: direct * size * size,
  };
}

const whole = (x) => x.toLocaleString("en-US");
const million = (x) => (x >= 1e8 ? whole(Math.round(x / 1e6)) : kit.fmt(x / 1e6, x >= 1e7 ? 1 : 2));

export function words(state) {
  const { name, cin, size } = state.modules[state.place];
  const { branches, channels, channelsDirect, weights, direct, multiplyAdds, multiplyAddsDirect } = compute(state);
  const start = `Module ${name}, ${cin} channels of ${size}×${size}`;
  const cost = `${whole(weights)} weights and ${million(multiplyAdds)} million multiply-adds`;
  if (!state.squeeze) return `${start}, nothing squeezed: ${cost}, and ${whole(channels)} channels for the next module.`;
  const share = multiplyAdds / multiplyAddsDirect;
  const compared = share < 1 ? `${Math.round(100 * share)}% of` : `${kit.fmt(share, 2)} times`;
  const paying = [1, 2].map((i) => `${branches[i].name} up to ${branches[i].pays}`).join(", ");
  return (
    `${start}: ${cost}, ${compared} the ${million(multiplyAddsDirect)} million without squeezing. ` +
    `${channels} channels leave it, without squeezing ${whole(channelsDirect)}. The detour saves work as long as it is narrow: ${paying}.`
  );
}

const [WIDTH, ROW, TOP, TALL] = [340, 78, 26, 50]; // TALL: height of the bar for all channels that come in
const [IN, BETWEEN, OUT, BARS, END] = [40, 88, 136, 184, 336];

export default {
  render({ model, el }) {
    const keys = ["place", "squeeze", "k", "squeeze3", "squeeze5", "pool"];
    const modules = model.get("modules");
    const state = () => ({ modules, ...Object.fromEntries(keys.map((key) => [key, model.get(key)])) });
    const drawing = kit.canvas(WIDTH, TOP + 4 * ROW, "");
    const live = kit.live();
    const text = (x, y, content, attrs) => kit.svg("text", { x, y, "font-size": 11, ...attrs }, content);

    // Channels as upright bars, 8 wide, their number above; a band between two bars is a convolution.
    function lane(now, index, longest) {
      const { cin, size } = modules[model.get("place")];
      const b = now.branches[index];
      const middle = TOP + index * ROW + 42;
      const scale = (channels) => Math.max(2, (TALL * channels) / cin);
      const bar = (x, channels, kind) => {
        const tall = Math.min(TALL, scale(channels));
        return [
          kit.svg("rect", { x, y: middle - tall / 2, width: 8, height: tall, fill: `var(--cnn-${kind})` }),
          text(x + 4, middle - tall / 2 - 4, channels, { "text-anchor": "middle" }),
        ];
      };
      const band = (x1, c1, x2, c2, kind) => {
        const [a, z] = [c1, c2].map((channels) => Math.min(TALL, scale(channels)) / 2);
        const d = `M${x1 + 8} ${middle - a}L${x2} ${middle - z}V${middle + z}L${x1 + 8} ${middle + a}Z`;
        return kit.svg("path", { d, fill: `var(--cnn-${kind}-fill)`, stroke: `var(--cnn-${kind})`, "stroke-width": 0.8 });
      };
      const parts = [text(2, middle + 4, b.name, { "font-weight": 700 })];
      const bent = b.between !== null && state().squeeze;
      if (bent) parts.push(band(IN, cin, BETWEEN, b.between, "kernel"), band(BETWEEN, b.between, OUT, b.out, "kernel"));
      else parts.push(band(IN, cin, OUT, b.out, index === 3 && !state().squeeze ? "pad" : "kernel"));
      parts.push(...bar(IN, cin, "input"), ...(bent ? bar(BETWEEN, b.between, "kernel") : []), ...bar(OUT, b.out, "output"));
      const long = (weights) => ((END - BARS) * weights) / longest;
      parts.push(
        text(BARS, middle - 16, `now ${million(b.weights * size * size)}`),
        kit.svg("rect", { x: BARS, y: middle - 12, width: Math.max(1, long(b.weights)), height: 11, fill: "var(--cnn-kernel)" }),
        kit.svg("rect", { x: BARS, y: middle + 3, width: Math.max(1, long(b.direct)), height: 11, fill: "none", stroke: "var(--cnn-line)" }),
        text(BARS, middle + 27, `direct ${million(b.direct * size * size)}`),
      );
      return parts;
    }

    const most = () => modules[model.get("place")].cin;
    const names = modules.map(({ name, cin }, i) => [i, `${name}, ${cin} channels`]);
    const chosen = kit.select(model, { key: "place", label: "module", options: names });
    kit.onChange(model, "place", () => {
      for (const key of ["squeeze3", "squeeze5", "pool"]) kit.set(model, key, modules[model.get("place")][key]);
    });
    el.append(
      kit.controls(
        chosen,
        kit.checkbox(model, { key: "squeeze", label: "squeeze by 1×1" }),
        kit.buttons(model, { key: "k", label: "Third branch", options: [[5, "5×5"], [3, "3×3"]] }),
      ),
      kit.controls(
        kit.slider(model, { key: "squeeze3", label: "before 3×3", min: 1, max: most }),
        kit.slider(model, { key: "squeeze5", label: "before third", min: 1, max: most }),
        kit.slider(model, { key: "pool", label: "after pool", min: 1, max: most }),
      ),
      drawing,
      live,
      kit.legend([["input", "channels in"], ["kernel", "channels in between, and work now"], ["output", "channels out"]]),
    ); // prettier-ignore
    kit.watch(model, keys, () => {
      const now = compute(state());
      const longest = Math.max(...now.branches.flatMap((b) => [b.direct, b.weights]));
      drawing.replaceChildren(
        text(0, 11, "channels: in, between, out"),
        text(BARS, 11, "million multiply-adds"),
        ...now.branches.flatMap((_, i) => lane(now, i, longest)),
      );
      drawing.describe(`Four branches, from top to bottom: ${now.branches.map((b) => `${b.name}, ${b.out} channels out, ${whole(b.weights)} weights`).join("; ")}.`);
      live.say(words(state()));
    });
  },
};
