// Max pooling and a way back up. Which numbers return to their places, and does the result move along with the map?

const moved = (map, right, down) =>
  map.map((row, r) => row.map((_, c) => (r < down || c < right ? 0 : map[r - down][c - right])));

// Halve a map; `from` holds for each number the row and column of the first largest of its four.
function halve(map) {
  const places = map.slice(0, map.length / 2).map((_, i) => map[0].slice(0, map[0].length / 2).map((_, j) => [2 * i, 2 * j]));
  const best = ([r, c]) =>
    [[r, c], [r, c + 1], [r + 1, c], [r + 1, c + 1]].reduce((a, b) => (map[b[0]][b[1]] > map[a[0]][a[1]] ? b : a)); // prettier-ignore
  const from = places.map((row) => row.map(best));
  return { pooled: from.map((row) => row.map(([r, c]) => map[r][c])), from };
}

function double(map, from, way) {
  const big = Array.from({ length: 2 * map.length }, () => Array(2 * map[0].length).fill(0));
  map.forEach((row, i) =>
    row.forEach((value, j) => {
      if (way === "copies") for (const [a, b] of [[0, 0], [0, 1], [1, 0], [1, 1]]) big[2 * i + a][2 * j + b] = value; // prettier-ignore
      else {
        const [r, c] = way === "places" ? from[i][j] : [2 * i, 2 * j];
        big[r][c] = value;
      }
    }),
  );
  return big;
}

function downAndUp(map, rounds, way) {
  const steps = [];
  let x = map;
  for (let round = 0; round < rounds; round++) {
    const step = halve(x);
    steps.push(step);
    x = step.pooled;
  }
  const pooled = x;
  for (const { from } of steps.reverse()) x = double(x, from, way);
  return { pooled, back: x, from: steps.at(-1).from };
}

// `right` numbers stand where they stood, `wrong` ones stand where another number stood, of all that are not 0.
export function compute({ maps, drawn, right, down, rounds, way }) {
  const map = moved(maps[drawn], right, down);
  const { pooled, back } = downAndUp(map, rounds, way);
  const pairs = map.flatMap((row, r) => row.map((value, c) => [value, back[r][c]]));
  const count = (test) => pairs.filter(([was, is]) => test(was, is)).length;
  const still = downAndUp(maps[drawn], rounds, way).back;
  const marks = downAndUp(map, rounds, "places").back.map((row) => row.map((value) => value > 0)); // the winners
  return {
    map, pooled, back, marks,
    numbers: count((was) => was !== 0),
    kept: count((was, is) => was !== 0 && is === was),
    wrong: count((was, is) => is !== 0 && is !== was),
    along: JSON.stringify(moved(still, right, down)) === JSON.stringify(back),
  }; // prettier-ignore
}

const NAMES = { places: "put to their places", corner: "put into the upper left corners", copies: "copied" };

export function words(state) {
  const { pooled, numbers, kept, wrong, along } = compute(state);
  const { right, down, way } = state;
  const are = (n) => `${n} ${n === 1 ? "is" : "are"}`;
  const size = `64 numbers become ${pooled.length * pooled.length}.`;
  const result = `Of ${numbers} numbers other than 0, ${are(kept)} back in place; in ${wrong} ${wrong === 1 ? "cell" : "cells"} stands a number that did not stand there.`;
  const move = right || down ? ` The map has moved by ${right} and ${down}, and the result has ${along ? "" : "not "}moved along.` : "";
  return `${size} ${NAMES[way][0].toUpperCase()}${NAMES[way].slice(1)}: ${result[0].toLowerCase()}${result.slice(1)}${move}`;
}

const [WIDTH, SIZE, TOP] = [340, 20, 20];

export default {
  render({ model, el }) {
    const names = ["maps", "drawn", "right", "down", "rounds", "way"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const drawing = kit.canvas(WIDTH, 330, "");
    const live = kit.live();
    const text = (x, y, words) => kit.svg("text", { x, y, "font-size": 12, "text-anchor": "middle" }, words);

    // A grid of numbers with zeros left empty, large type in small cells.
    const grid = (values, x, y, size, kind) => {
      const drawn = kit.grid({ values, x, y, size, kind, format: (value) => (value ? kit.fmt(value, 1) : "") });
      drawn.cells.flat().forEach((cell) => cell.text.setAttribute("font-size", size * 0.6));
      return drawn;
    };
    const frame = (x, y, side) => kit.svg("rect", { x, y, width: side, height: side, fill: "none", stroke: "var(--cnn-ink)", "stroke-width": 1.5 });

    const draw = () => {
      const { map, pooled, back, marks } = compute(state());
      const { rounds, way } = state();
      const [block, side] = [2 ** rounds, 8 * SIZE];
      const [left, far] = [4, WIDTH - side - 4];
      const below = TOP + side + 40;
      const small = 28;
      const middle = (WIDTH - pooled.length * small) / 2;
      const windows = [left, far].flatMap((x) =>
        Array.from({ length: (8 / block) ** 2 }, (_, i) => {
          const [r, c] = [Math.floor(i / (8 / block)), i % (8 / block)];
          return frame(x + c * block * SIZE, TOP + r * block * SIZE, block * SIZE);
        }),
      );
      const before = grid(map, left, TOP, SIZE, (r, c) => (marks[r][c] ? "kernel" : "input"));
      const after = grid(back, far, TOP, SIZE, (r, c) => (back[r][c] === 0 ? "plain" : back[r][c] === map[r][c] ? "output" : "extra"));
      drawing.replaceChildren(
        text(left + side / 2, TOP - 7, "map"), before,
        text(far + side / 2, TOP - 7, "back up"), after, ...windows,
        text(WIDTH / 2, below - 7, `pooled ${rounds === 1 ? "once" : "twice"}: windows of ${block}×${block}`),
        grid(pooled, middle, below, small, "kernel"),
      ); // prettier-ignore
      drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${below + pooled.length * small + 4}`);
      const lines = (values) => values.map((row) => row.map((value) => kit.fmt(value, 1)).join(" ")).join("; ");
      drawing.describe(`Map: ${lines(map)}. Pooled: ${lines(pooled)}. Back up, ${NAMES[way]}: ${lines(back)}.`);
      live.say(words(state()));
    };

    el.append(
      kit.controls(
        kit.buttons(model, { key: "way", label: "Way up", options: [["places", "places"], ["corner", "corner"], ["copies", "copies"]] }),
        kit.buttons(model, { key: "rounds", label: "Pool", options: [[1, "once"], [2, "twice"]] }),
      ),
      kit.controls(
        kit.select(model, { key: "drawn", label: "map", options: Object.keys(model.get("maps")) }),
        kit.slider(model, { key: "right", label: "move right", max: 3 }),
        kit.slider(model, { key: "down", label: "move down", max: 3 }),
      ), // prettier-ignore
      drawing,
      kit.legend([["kernel", "largest of its window"], ["output", "back in its place"], ["extra", "stood elsewhere"]]),
      live,
    );
    kit.watch(model, names, draw);
  },
};
