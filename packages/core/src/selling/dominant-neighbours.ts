/**
 * For each type the reports that are checked first: r such that no third point lies in the box spanned by the values of t and r. On a
 * grid these are the next points along each axis. They do not imply the other constraints, which are added where violated.
 *
 * @param values by [type · goods + good]
 * @returns for each type its neighbours, symmetric. O(types³ · goods) at worst.
 */
export function dominantNeighbours(values: Float64Array, types: number, goods: number): readonly number[][] {
  const neighbours = Array.from({ length: types }, () => [] as number[]);
  for (let t = 0; t < types; t++)
    for (let r = t + 1; r < types; r++)
      if (boxIsEmpty(values, types, goods, t, r)) {
        neighbours[t].push(r);
        neighbours[r].push(t);
      }
  return neighbours;
}

/** Points that have the same values as t or r do not count. */
function boxIsEmpty(values: Float64Array, types: number, goods: number, t: number, r: number): boolean {
  for (let s = 0; s < types; s++) {
    let [inside, likeFirst, likeSecond] = [true, true, true];
    for (let g = 0; g < goods && inside; g++) {
      const [a, b, x] = [values[t * goods + g], values[r * goods + g], values[s * goods + g]];
      if (x !== a) likeFirst = false;
      if (x !== b) likeSecond = false;
      inside = a < b ? a <= x && x <= b : b <= x && x <= a;
    }
    if (inside && !likeFirst && !likeSecond) return false;
  }
  return true;
}
