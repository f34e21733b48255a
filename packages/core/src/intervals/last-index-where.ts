/** The largest k < length with holds(k), where `holds` is true up to some k and false after it; −1 if never. O(log length). */
export function lastIndexWhere(length: number, holds: (k: number) => boolean): number {
  let [low, high] = [-1, length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
