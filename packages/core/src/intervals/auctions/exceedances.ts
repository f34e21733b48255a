/** Some bidders alike and independent, each of whom exceeds something with the same probability. */
export interface Exceeding {
  readonly probability: number;
  readonly count: number;
}

/** How many exceed: nobody, exactly one, two or more. */
export interface Exceedances {
  readonly none: number;
  readonly one: number;
  readonly more: number;
}

/** Pr(somebody exceeds) = 1 − Π (1 − q)^n, to the relative precision of the q however small. */
export function somebodyExceeds(groups: readonly Exceeding[]): number {
  let logNobody = 0;
  for (const { probability, count } of groups) if (count > 0) logNobody += count * logBelow(probability);
  return 0 - Math.expm1(logNobody);
}

/** ln (1 − q); a q that rounding takes above 1 is 1. */
function logBelow(q: number): number {
  return Math.log1p(-Math.min(1, q));
}

/** How many exceed, each to the relative precision of the q: sums of positive terms only. */
export function exceedances(groups: readonly Exceeding[]): Exceedances {
  return groups.reduce(
    (total: Exceedances, group) => {
      const next = ofGroup(group);
      return {
        none: total.none * next.none,
        one: total.one * next.none + total.none * next.one,
        more: total.more + total.one * (next.one + next.more) + total.none * next.more,
      };
    },
    { none: 1, one: 0, more: 0 },
  );
}

function ofGroup({ probability: q, count: n }: Exceeding): Exceedances {
  if (n === 0) return { none: 1, one: 0, more: 0 };
  if (n === 1) return { none: Math.max(0, 1 - q), one: Math.min(1, q), more: 0 };
  const below = logBelow(q);
  const [none, one] = [Math.exp(n * below), q < 1 ? n * q * Math.exp((n - 1) * below) : 0];
  if (n * q > 0.5) return { none, one, more: 1 - none - one };
  let [more, term] = [0, one];
  for (let k = 2; k <= n && term > 2 ** -54 * more; k++) {
    term *= ((n - k + 1) / k) * (q / (1 - q));
    more += term;
  }
  return { none, one, more };
}
