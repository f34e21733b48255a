/**
 * Coefficients of Cody's rational approximations, the leading one last: erf on [0, 0.46875] and the scaled
 * complement e^{x²} erfc(x) on [0.46875, 4] and beyond. Source: Cody, Mathematics of Computation 23 (1969).
 */
const SMALL = {
  above: [3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694, 0.18577770618460315],
  below: [23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171],
};
const MIDDLE = {
  above: [
    0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769,
    1712.0476126340707, 2051.0783778260716, 1230.3393547979972, 2.1531153547440383e-8,
  ],
  below: [
    15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
    4362.619090143247, 3439.3676741437216, 1230.3393548037495,
  ],
};
const LARGE = {
  above: [
    0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
    0.0006587491615298378, 0.016315387137302097,
  ],
  below: [
    2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918,
  ],
};

interface Fraction {
  readonly above: readonly number[];
  readonly below: readonly number[];
}

function quotient({ above, below }: Fraction, y: number): number {
  const last = below.length - 1;
  let [numerator, denominator] = [above[last + 1] * y, y];
  for (let k = 0; k < last; k++) {
    numerator = (numerator + above[k]) * y;
    denominator = (denominator + below[k]) * y;
  }
  return (numerator + above[last]) / (denominator + below[last]);
}

/** e^{−z²/2} without the rounding of z² that the exponential would magnify. */
function gaussian(z: number): number {
  if (Math.abs(z) > 40) return 0;
  const near = Math.trunc(z * 16) / 16;
  return Math.exp((-near * near) / 2) * Math.exp((-(z - near) * (z + near)) / 2);
}

/** The standard normal density. */
export function normalDensity(z: number): number {
  return gaussian(z) / Math.sqrt(2 * Math.PI);
}

/** Pr(Z ≤ z) for a standard normal Z, to a relative error of about 1e-15, in the lower tail too. Pr(Z > z) = normalCdf(−z). */
export function normalCdf(z: number): number {
  const x = Math.abs(z) * Math.SQRT1_2;
  if (x <= 0.46875) return 0.5 + 0.5 * z * Math.SQRT1_2 * quotient(SMALL, x * x);
  // e^{x²} erfc(x)
  const scaled =
    x <= 4 ? quotient(MIDDLE, x) : (1 / Math.sqrt(Math.PI) - quotient(LARGE, 1 / (x * x)) / (x * x)) / x;
  const tail = 0.5 * scaled * gaussian(z);
  return z < 0 ? tail : 1 - tail;
}

/** The z with normalCdf(z) = p, for 0 ≤ p ≤ 1: a rational guess, then two steps of Halley's method. */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -lowerQuantile(1 - p);
  return lowerQuantile(p);
}

function lowerQuantile(p: number): number {
  if (p === 0) return -Infinity;
  // Abramowitz and Stegun 26.2.23, off by less than 4.5e-4.
  const t = Math.sqrt(-2 * Math.log(p));
  let z =
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let k = 0; k < 2; k++) {
    const step = (normalCdf(z) - p) / normalDensity(z);
    z -= step / (1 + (z * step) / 2);
  }
  return z;
}
