import { integrate } from "../../numeric/quadrature/index.js";

/** Some rivals alike: each is ahead with probability `ahead` and level with probability `level`. */
export interface Rivals {
  readonly ahead: number;
  readonly level: number;
  readonly count: number;
}

/**
 * The probability of winning when nobody is ahead and the tied share the object equally: E[1/(1 + number tied); none ahead]
 * = ∫₀¹ Π (1 − ahead − level·(1 − s))^count ds, because a fair lottery is won by who draws the highest of independent uniform numbers s.
 */
export function tieShare(rivals: readonly Rivals[]): number {
  const tied = rivals.filter(({ level, count }) => level > 0 && count > 0);
  const clear = rivals.reduce(
    (product, { ahead, level, count }) => (level > 0 ? product : product * power(ahead, count)),
    1,
  );
  if (tied.length === 0 || clear === 0) return clear;
  if (tied.length === 1) return clear * meanPower(tied[0]);
  const drawn = (s: number) =>
    tied.reduce((product, { ahead, level, count }) => product * power(ahead + level * (1 - s), count), 1);
  return clear * integrate(drawn, 0, 1).value;
}

/** (1 − q)^n with the precision of q. */
function power(q: number, n: number): number {
  return n === 0 ? 1 : Math.exp(n * Math.log1p(-Math.min(1, q)));
}

/** (b^(k+1) − (b − m)^(k+1)) / ((k + 1) m), b = 1 − ahead, without cancellation or overflow. */
function meanPower({ ahead, level: m, count: k }: Rivals): number {
  const lower = Math.log1p(-Math.min(1, m / (1 - ahead)));
  return (power(ahead, k + 1) * -Math.expm1((k + 1) * lower)) / ((k + 1) * m);
}
