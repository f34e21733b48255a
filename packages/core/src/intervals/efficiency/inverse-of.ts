import { crossing } from "./raw-virtual.js";

/**
 * The inverse of an increasing function from its values at increasing points, the first and last of which may be infinite: a root is looked
 * for between two neighbours only, as {@link crossing} does.
 */
export function inverseOf(f: (x: number) => number, points: readonly number[]): (z: number) => number {
  const last = points.length - 1;
  const values = points.map((x, k) => (k === 0 ? -Infinity : k === last ? Infinity : f(x)));
  return (z) => {
    let [low, high] = [0, last];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (values[middle] < z) low = middle;
      else high = middle;
    }
    return crossing(f, z, points[low], points[high]);
  };
}
