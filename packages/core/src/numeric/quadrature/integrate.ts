import { fail } from "../candor-error.js";
import { gaussKronrod, PANEL_POINTS, type Panel } from "./gauss-kronrod.js";

/** A number with what it may be off by, in the unit of the number, and the price of it. */
export interface Integral {
  readonly value: number;
  /** Estimated bound on |value − truth|: truncation of every panel plus rounding. */
  readonly error: number;
  /** How often the integrand was taken. */
  readonly evaluations: number;
}

export interface IntegrationOptions {
  /** Where the integrand or one of its derivatives jumps; points outside the interval are ignored. */
  readonly breakpoints?: readonly number[];
  /** Stop once error ≤ tolerance · (1 + |value|); default 1e-13. */
  readonly tolerance?: number;
  /** Stop, with the error reached, before taking the integrand more often than this; default 100,000. */
  readonly mostEvaluations?: number;
}

/**
 * ∫ f(x) dx from `from` to `to` (either may be infinite; from > to changes the sign) by the Gauss–Kronrod rule of 21 points, halving
 * the panel with the largest error first. Panels start between the breakpoints. An infinite end is mapped to a finite one by
 * x = a + s(1 − t)/t, where a is the outermost finite point and s the distance between the outermost finite points (1 where there is
 * only one): breakpoints tell where the integrand lives, and a feature much narrower than a panel that none of them marks can be
 * missed, as by every rule that samples.
 *
 * The error is the sum of |Kronrod − Gauss| over the panels and of the rounding of values and points; it is reported, not hidden, where
 * `tolerance` is out of reach (a pole, a divergent integral).
 * @throws CandorError `not-finite` naming the point where f is not finite; `bad-interval` for ends or options that are not numbers.
 * Source: Piessens, de Doncker-Kapenga, Überhuber, Kahaner, QUADPACK (1983), QAGP; its heuristic for shrinking the error is left out.
 */
export function integrate(
  f: (x: number) => number,
  from: number,
  to: number,
  options: IntegrationOptions = {},
): Integral {
  const { tolerance = 1e-13, mostEvaluations = 100_000, breakpoints = [] } = options;
  if (Number.isNaN(from) || Number.isNaN(to) || !(tolerance >= 0))
    fail("bad-interval", "", "The ends of an integral and its tolerance must be numbers, the tolerance ≥ 0.");
  if (from === to) return { value: 0, error: 0, evaluations: 0 };
  if (from > to) {
    const reversed = integrate(f, to, from, options);
    return { ...reversed, value: -reversed.value };
  }
  return subdivide(charts(finite(f), from, to, breakpoints), tolerance, mostEvaluations);
}

/** A finite interval of a variable t and the integrand there, the Jacobian included. */
interface Chart {
  readonly integrand: (t: number) => number;
  readonly from: number;
  readonly to: number;
}

function charts(f: (x: number) => number, from: number, to: number, breakpoints: readonly number[]): Chart[] {
  const inside = breakpoints.filter((x) => x > from && x < to && Number.isFinite(x)).sort((a, b) => a - b);
  const points = [from, ...inside, to].filter((x, k, all) => Number.isFinite(x) && x !== all[k - 1]);
  if (points.length === 0) points.push(0);
  const [first, last] = [points[0], points[points.length - 1]];
  const scale = last > first ? last - first : 1;
  const finiteCharts = points.slice(1).map((x, k) => ({ integrand: f, from: points[k], to: x }));
  const tail = (end: number, sign: number): Chart => ({
    integrand: (t) => (f(end + (sign * scale * (1 - t)) / t) * scale) / (t * t),
    from: 0,
    to: 1,
  });
  return [
    ...(from === -Infinity ? [tail(first, -1)] : []),
    ...finiteCharts,
    ...(to === Infinity ? [tail(last, 1)] : []),
  ];
}

function finite(f: (x: number) => number): (x: number) => number {
  return (x) => {
    const value = f(x);
    if (Number.isFinite(value)) return value;
    return fail("not-finite", `x = ${x}`, `The integrand is ${value} at ${x}; split the interval there.`, {
      expected: "a finite number",
      received: String(value),
    });
  };
}

interface Live extends Panel {
  readonly chart: Chart;
}

function subdivide(all: readonly Chart[], tolerance: number, mostEvaluations: number): Integral {
  const apply = (chart: Chart, from: number, to: number): Live => ({
    ...gaussKronrod(chart.integrand, from, to),
    chart,
  });
  const panels = all.map((chart) => apply(chart, chart.from, chart.to));
  let evaluations = PANEL_POINTS * panels.length;
  for (;;) {
    const { value, error } = total(panels);
    const worst = worstPanel(panels);
    const done = error <= tolerance * (1 + Math.abs(value));
    if (done || worst < 0 || evaluations + 2 * PANEL_POINTS > mostEvaluations)
      return { value, error, evaluations };
    const { chart, from, to } = panels[worst];
    const middle = from + (to - from) / 2;
    panels[worst] = apply(chart, from, middle);
    panels.push(apply(chart, middle, to));
    evaluations += 2 * PANEL_POINTS;
  }
}

function total(panels: readonly Panel[]): { value: number; error: number } {
  let [value, error] = [0, 0];
  for (const panel of panels) {
    value += panel.value;
    error += panel.truncation + panel.rounding;
  }
  return { value, error: error + 2 ** -53 * panels.length * Math.abs(value) };
}

/** The panel with the largest truncation among those that halving can improve; −1 when rounding is all that is left. */
function worstPanel(panels: readonly Panel[]): number {
  let worst = -1;
  for (let k = 0; k < panels.length; k++) {
    const { from, to, truncation, rounding } = panels[k];
    const splittable = to - from > 64 * 2 ** -52 * Math.max(Math.abs(from), Math.abs(to));
    if (splittable && truncation > rounding && (worst < 0 || truncation > panels[worst].truncation))
      worst = k;
  }
  return worst;
}
