// LeNet-5 in the page, forward and back: what `cnnlib.numpy_nn.models.lenet5` computes. Python puts this file in front
// of the modules that use `lenet`.
//
//   lenet.forward(weights, x, last)          c1, s2, c3, s4, c5, f6, output for 784 pixels from 0 to 1, each before its ReLU,
//                                            s2 and s4 after it; nothing behind `last`, c1 or c3, if it is given
//   lenet.backward(weights, run, layer, i)   the gradient of number i of c1, c3 or output with respect to the 784 pixels
//   lenet.softmax(scores)                    probabilities
//
// `weights` are those of cnnlib.interactive.lenet_weights: by name, {bytes, scale}, a byte each.
const lenet = (() => {
  const decoded = new WeakMap();

  function numbers(weights) {
    if (!decoded.has(weights)) {
      const unpack = ({ bytes, scale }) => Float64Array.from(atob(bytes), (letter) => (letter.charCodeAt(0) - 128) * scale);
      decoded.set(weights, Object.fromEntries(Object.entries(weights).map(([name, packed]) => [name, unpack(packed)])));
    }
    return decoded.get(weights);
  }

  // All products of a 5×5 convolution of maps x of n×n: forward they are added up to the outputs y, which hold the biases;
  // back, the gradients y of the outputs are added up to those of the inputs, x.
  function sweep(weight, y, x, n, padding, back) {
    const m = n + 2 * padding - 4;
    const channels = x.length / (n * n);
    for (let out = 0; out < y.length; out++) {
      if (back && y[out] === 0) continue;
      const [o, i, j] = [Math.floor(out / (m * m)), Math.floor(out / m) % m, out % m];
      for (let c = 0; c < channels; c++)
        for (let a = Math.max(0, padding - i); a < Math.min(5, n + padding - i); a++)
          for (let b = Math.max(0, padding - j); b < Math.min(5, n + padding - j); b++) {
            const tap = weight[((o * channels + c) * 5 + a) * 5 + b];
            const at = (c * n + i + a - padding) * n + j + b - padding;
            if (back) x[at] += tap * y[out];
            else y[out] += tap * x[at];
          }
    }
    return back ? x : y;
  }

  function convolve(weight, bias, x, n, padding) {
    const m = n + 2 * padding - 4;
    const y = new Float64Array(bias.length * m * m).map((_, out) => bias[Math.floor(out / (m * m))]);
    return sweep(weight, y, x, n, padding, false);
  }

  // ReLU, then the maximum of each 2×2 window; `won` holds the place of the winner, the first of equal ones.
  function pool(x, channels, n) {
    const m = n / 2;
    const y = new Float64Array(channels * m * m);
    const won = y.map((_, k) => {
      const [c, i, j] = [Math.floor(k / (m * m)), Math.floor(k / m) % m, k % m];
      const corner = (c * n + 2 * i) * n + 2 * j;
      const best = [corner, corner + 1, corner + n, corner + n + 1].reduce((a, b) => (x[b] > x[a] ? b : a));
      y[k] = Math.max(x[best], 0);
      return best;
    });
    return { y, won };
  }

  const linear = (weight, bias, x) =>
    bias.map((start, o) => x.reduce((sum, value, i) => sum + weight[o * x.length + i] * value, start));
  const relu = (x) => x.map((value) => Math.max(value, 0));

  function forward(weights, x, last) {
    const w = numbers(weights);
    const c1 = convolve(w["c1.weight"], w["c1.bias"], x, 28, 2);
    if (last === "c1") return { c1 };
    const s2 = pool(c1, 6, 28);
    const c3 = convolve(w["c3.weight"], w["c3.bias"], s2.y, 14, 0);
    if (last === "c3") return { c1, s2, c3 };
    const s4 = pool(c3, 16, 10);
    const c5 = linear(w["c5.weight"], w["c5.bias"], s4.y);
    const f6 = linear(w["f6.weight"], w["f6.bias"], relu(c5));
    return { c1, s2, c3, s4, c5, f6, output: linear(w["output.weight"], w["output.bias"], relu(f6)) };
  }

  // Back through a linear layer and the ReLU before it.
  function linearBack(weight, dy, x) {
    const dx = x.map((_, i) => dy.reduce((sum, value, o) => sum + weight[o * x.length + i] * value, 0));
    return dx.map((value, i) => (x[i] > 0 ? value : 0));
  }

  function poolBack(dy, { y, won }, length) {
    const dx = new Float64Array(length);
    dy.forEach((value, k) => {
      if (y[k] > 0) dx[won[k]] += value;
    });
    return dx;
  }

  const convolveBack = (weight, dy, channels, n, padding) =>
    sweep(weight, dy, new Float64Array(channels * n * n), n, padding, true);

  function backward(weights, run, layer, i) {
    const w = numbers(weights);
    let dy = run[layer].map((_, place) => Number(place === i));
    if (layer === "output") {
      dy = linearBack(w["output.weight"], dy, run.f6);
      dy = linearBack(w["f6.weight"], dy, run.c5);
      dy = linearBack(w["c5.weight"], dy, run.s4.y);
      dy = poolBack(dy, run.s4, 1600);
    }
    if (layer !== "c1") dy = poolBack(convolveBack(w["c3.weight"], dy, 6, 14, 0), run.s2, 4704);
    return convolveBack(w["c1.weight"], dy, 1, 28, 2);
  }

  function softmax(scores) {
    const raised = scores.map((score) => Math.exp(score - Math.max(...scores)));
    const total = raised.reduce((a, b) => a + b, 0);
    return Array.from(raised, (value) => value / total);
  }

  return { forward, backward, softmax };
})();
