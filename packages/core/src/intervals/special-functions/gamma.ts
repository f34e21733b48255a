/** Coefficients of 1/x, 1/x³, … in Stirling's series: B_{2j} / (2j(2j − 1)). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/**
 * log Γ(x + 1) − log(√(2πx) (x/e)^x), the relative error of Stirling's formula, for x > 0; absolute error about 1e-15.
 * From x to x + 1 it falls by (x + ½) log(1 + 1/x) − 1.
 */
export function stirlingError(x: number): number {
  let sum = 0;
  for (; x < 16; x++) sum += (x + 0.5) * Math.log1p(1 / x) - 1;
  const inverse = 1 / x;
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) series = series * inverse * inverse + STIRLING[k];
  return sum + series * inverse;
}

/** Γ(x + 1) for x > 0. */
export function gammaPlusOne(x: number): number {
  return Math.sqrt(2 * Math.PI * x) * Math.exp(x * (Math.log(x) - 1) + stirlingError(x));
}
