const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Where sign·f is largest on [low, high] when it has one peak there, by 45 golden sections; the value is good to rounding, the place to its root. */
export function extreme(f: (v: number) => number, sign: 1 | -1, low: number, high: number): number {
  let [a, d] = [low, high];
  let [b, c] = [d - GOLDEN * (d - a), a + GOLDEN * (d - a)];
  let [fb, fc] = [sign * f(b), sign * f(c)];
  for (let step = 0; step < 45; step++) {
    if (fb >= fc) {
      [d, c, fc] = [c, b, fb];
      b = d - GOLDEN * (d - a);
      fb = sign * f(b);
    } else {
      [a, b, fb] = [b, c, fc];
      c = a + GOLDEN * (d - a);
      fc = sign * f(c);
    }
  }
  return fb >= fc ? b : c;
}
