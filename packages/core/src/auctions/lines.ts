/** The lines of a row-major table along one axis: the profiles that differ in one bidder's position only. */
export interface Axis {
  /** Positions on a line. */
  readonly size: number;
  /** Distance in the table between neighbours on a line. */
  readonly stride: number;
  /** How many lines there are; adjacent lines are adjacent in the table while they share the slower axes. */
  readonly lines: number;
}

/** The axis of bidder i in a table over `sizes`. */
export function axisOf(sizes: readonly number[], i: number): Axis {
  const stride = sizes.slice(i + 1).reduce((product, size) => product * size, 1);
  const lines = sizes.reduce((product, size, j) => (j === i ? product : product * size), 1);
  return { size: sizes[i], stride, lines };
}

/** Where a line begins in the table: at its position 0. */
export function lineStart({ size, stride }: Axis, line: number): number {
  return Math.floor(line / stride) * stride * size + (line % stride);
}

/** The position on its own line of table entry k. */
export function positionOf({ size, stride }: Axis, k: number): number {
  return Math.floor(k / stride) % size;
}
