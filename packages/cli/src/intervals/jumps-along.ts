/** Halvings of a stretch: down to neighbouring doubles, or to nothing next to 0. */
const HALVINGS = 110;
/** A stretch holds at most 2 to this many jumps less one. */
const DEEPEST = 6;

/**
 * Where f jumps between neighbours of the given places: the first double after each jump. Found by halving towards the larger change, so that two
 * jumps that undo each other between the same two places are missed, and so are jumps by less than 1e-9 of the largest value.
 */
export function jumpsAlong(f: (x: number) => number, places: readonly number[]): number[] {
  const jumps: number[] = [];
  const least = 1e-9 * Math.max(...places.map((place) => Math.abs(f(place))));
  const look = (from: number, to: number, depth: number) => {
    if (depth === DEEPEST || !(from < to)) return;
    const [low, high] = steepest(f, from, to);
    if (!(Math.abs(f(high) - f(low)) > least)) return;
    look(from, low, depth + 1);
    jumps.push(high);
    look(high, to, depth + 1);
  };
  for (let k = 1; k < places.length; k++) look(places[k - 1], places[k], 0);
  return jumps;
}

/** The neighbouring doubles between which halving finds the largest change. */
function steepest(f: (x: number) => number, from: number, to: number): [low: number, high: number] {
  let [low, high, below, above] = [from, to, f(from), f(to)];
  for (let k = 0; k < HALVINGS && below !== above; k++) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) break;
    const value = f(middle);
    if (Math.abs(value - below) > Math.abs(above - value)) [high, above] = [middle, value];
    else [low, below] = [middle, value];
  }
  return [low, high];
}
