/**
 * Coefficients of Cody's rational approximations, constant term last but one, the leading one last: erf on [0, 0.46875] and the scaled
 * complement e^{x²} erfc(x) on [0.46875, 4] and beyond. Source: Cody, Mathematics of Computation 23 (1969).
 */
const SMALL = {
  above: [
    3.1611237438705656, 113.86415415105016, 377.485237685302021, 3209.37758913846947, 0.185777706184603153,
  ],
  below: [23.6012909523441209, 244.024637934444173, 1282.61652607737228, 2844.23683343917062],
};
const MIDDLE = {
  above: [
    0.564188496988670089, 8.88314979438837594, 66.1191906371416295, 298.635138197400131, 881.95222124176909,
    1712.04761263407058, 2051.07837782607147, 1230.33935479799725, 2.15311535474403846e-8,
  ],
  below: [
    15.7449261107098347, 117.693950891312499, 537.181101862009858, 1621.38957456669019, 3290.79923573345963,
    4362.61909014324716, 3439.36767414372164, 1230.33935480374942,
  ],
};
const LARGE = {
  above: [
    0.305326634961232344, 0.360344899949804439, 0.125781726111229246, 0.0160837851487422766,
    0.000658749161529837803, 0.0163153871373020978,
  ],
  below: [
    2.56852019228982242, 1.87295284992346725, 0.527905102951428412, 0.0605183413124413191,
    0.00233520497626869185,
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
  const tail = x > 40 ? 0 : 0.5 * scaled * gaussian(z);
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
