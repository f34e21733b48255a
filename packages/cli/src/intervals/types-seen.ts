import type { Distribution } from "@candor/core/intervals";

/** As many types of equal probability, and tails halved this often. */
const [LOOKS, TAILS] = [256, 48];

/** Types from the lowest to the highest at which formulas are looked at: some of equal probability, and far into the tails. */
export function typesSeen(distribution: Distribution): number[] {
  const tails = Array.from({ length: TAILS }, (_, k) => 2 ** -(k + 1) / LOOKS);
  const shares = [...tails, ...tails.map((tail) => 1 - tail)];
  for (let k = 1; k < LOOKS; k++) shares.push(k / LOOKS);
  const types = new Set(
    [...distribution.support, ...shares.map(distribution.quantile)].filter(Number.isFinite),
  );
  return [...types].sort((a, b) => a - b);
}
