/** Relative slack in deciding that a point lies in a ball; on a grid the corners of a cell lie on its sphere and do not block. */
const SLACK = 1e-9;

/**
 * For each point the others next to it: nearest first, q unless a neighbour r of p found before lies in the open ball with
 * diameter pq, that is (p − r)·(q − r) < 0. On a rectangular grid these are the steps along the axes and the diagonals of a cell.
 *
 * Incentive constraints between adjacent types often imply all others, so a program starts with them.
 * @param values indexed [point · dimensions + coordinate].
 * @returns for each point the numbers of the adjacent points. O(points² · neighbours · dimensions).
 */
export function adjacentTypes(values: Float64Array, dimensions: number): Int32Array[] {
  const count = values.length / dimensions;
  const distances = new Float64Array(count);
  return Array.from({ length: count }, (_, p) => adjacentTo(values, dimensions, p, distances));
}

/** `distances` is scratch: the squared distance from p, Infinity once a point is taken or blocked. */
function adjacentTo(
  values: Float64Array,
  dimensions: number,
  p: number,
  distances: Float64Array,
): Int32Array {
  let next = -1;
  for (let q = 0; q < distances.length; q++) {
    let total = 0;
    for (let k = 0; k < dimensions; k++)
      total += (values[p * dimensions + k] - values[q * dimensions + k]) ** 2;
    distances[q] = q === p ? Infinity : total;
    if (distances[q] < (next < 0 ? Infinity : distances[next])) next = q;
  }
  const found: number[] = [];
  while (next >= 0) {
    const r = next;
    found.push(r);
    distances[r] = Infinity;
    next = -1;
    for (let q = 0; q < distances.length; q++) {
      if (distances[q] === Infinity) continue;
      let product = 0;
      for (let k = 0; k < dimensions; k++) {
        const at = values[r * dimensions + k];
        product += (values[p * dimensions + k] - at) * (values[q * dimensions + k] - at);
      }
      if (product < -SLACK * distances[q]) distances[q] = Infinity;
      else if (next < 0 || distances[q] < distances[next]) next = q;
    }
  }
  return Int32Array.from(found);
}
