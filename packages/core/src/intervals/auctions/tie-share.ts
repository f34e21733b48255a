import { integrate } from "../../numeric/quadrature/index.js";

/** Some rivals alike: each is behind with probability `behind` and level with probability `level`. */
export interface Rivals {
  readonly behind: number;
  readonly level: number;
  readonly count: number;
}

/**
 * The probability of winning when nobody is ahead and the tied share the object equally: E[1/(1 + number tied); none ahead]
 * = ∫₀¹ Π (behind + level·s)^count ds, because a fair lottery is won by who draws the highest of independent uniform numbers s.
 */
export function tieShare(rivals: readonly Rivals[]): number {
  const tied = rivals.filter(({ level, count }) => level > 0 && count > 0);
  const clear = rivals.reduce(
    (product, { behind, level, count }) => (level > 0 ? product : product * behind ** count),
    1,
  );
  if (tied.length === 0 || clear === 0) return clear;
  if (tied.length === 1) return clear * meanPower(tied[0]);
  const drawn = (s: number) =>
    tied.reduce((product, { behind, level, count }) => product * (behind + level * s) ** count, 1);
  return clear * integrate(drawn, 0, 1).value;
}

/** ((a + m)^(k+1) − a^(k+1)) / ((k + 1) m) without cancellation. */
function meanPower({ behind: a, level: m, count: k }: Rivals): number {
  if (a === 0) return m ** k / (k + 1);
  return (a ** (k + 1) * Math.expm1((k + 1) * Math.log1p(m / a))) / ((k + 1) * m);
}
