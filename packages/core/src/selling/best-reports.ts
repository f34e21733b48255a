/** The interim side of a mechanism for one class of alike bidders: U(t) and Q(t, place), indexed [type · goods + place]. */
export interface InterimShares {
  readonly utilities: Float64Array;
  readonly shares: Float64Array;
}

/** Each type's most profitable lie: the report s with the largest U(s) + Q(s)·(t − s) − U(t), and that gain; −1 and 0 if none gains. */
export interface BestReports {
  readonly gains: Float64Array;
  readonly reports: Int32Array;
}

/** O(types² · goods), without allocation inside. `values` indexed [type · goods + place]. */
export function bestReports(
  values: Float64Array,
  goods: number,
  { utilities, shares }: InterimShares,
): BestReports {
  const count = utilities.length;
  const gains = new Float64Array(count);
  const reports = new Int32Array(count).fill(-1);
  for (let t = 0; t < count; t++) {
    let [best, report] = [0, -1];
    for (let s = 0; s < count; s++) {
      const gain = gainFrom(values, goods, utilities, shares, t, s);
      if (gain > best) [best, report] = [gain, s];
    }
    gains[t] = best;
    reports[t] = report;
  }
  return { gains, reports };
}

/** U(s) − U(t) + Q(s)·(t − s): what t gains from reporting s. Differences come first, so that near types lose no digits. */
export function gainFrom(
  values: Float64Array,
  goods: number,
  utilities: Float64Array,
  shares: Float64Array,
  t: number,
  s: number,
): number {
  let gain = utilities[s] - utilities[t];
  for (let k = 0; k < goods; k++)
    gain += shares[s * goods + k] * (values[t * goods + k] - values[s * goods + k]);
  return gain;
}

/** The largest entry, at least 0. */
export function largest(gains: Float64Array): number {
  let most = 0;
  for (let k = 0; k < gains.length; k++) if (gains[k] > most) most = gains[k];
  return most;
}
