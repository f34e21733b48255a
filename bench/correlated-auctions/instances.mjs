/** mulberry32: the same numbers everywhere. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * f on {1/m, …, 1}ⁿ, adding up to 1. `noise`: independent uniform weights a profile. `affiliated`: weights exp(−8 (v_i − mean)²)
 * times noise, so that values move together. Fills `prior` if given.
 */
export function instance(bidders, positions, kind, seed = 1, prior = new Float64Array(positions ** bidders)) {
  const next = random(seed);
  const profile = new Int32Array(bidders);
  let total = 0;
  for (let k = 0; k < prior.length; k++) {
    for (let i = bidders - 1, rest = k; i >= 0; i--) {
      profile[i] = rest % positions;
      rest = Math.floor(rest / positions);
    }
    prior[k] = kind === "noise" ? next() : affiliation(profile, positions) * (0.5 + next());
    total += prior[k];
  }
  for (let k = 0; k < prior.length; k++) prior[k] /= total;
  const values = Float64Array.from({ length: positions }, (_, p) => (p + 1) / positions);
  return {
    values: Array.from({ length: bidders }, () => values),
    sizes: new Array(bidders).fill(positions),
    prior,
  };
}

function affiliation(profile, positions) {
  let [sum, squares] = [0, 0];
  for (const p of profile) {
    sum += p;
    squares += p * p;
  }
  const spread = squares / profile.length - (sum / profile.length) ** 2;
  return Math.exp((-16 * spread) / positions ** 2);
}
