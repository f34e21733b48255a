import { fail } from "../candor-error.js";
import { type EndValues, gaussKronrod, PANEL_POINTS, type Panel } from "./gauss-kronrod.js";

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
  /** Stop, with the error reached, before taking the integrand more often than this; 21 times between neighbouring breakpoints is the least. Default 100,000. */
  readonly mostEvaluations?: number;
}

/**
 * ∫ f(x) dx from `from` to `to` (either may be infinite; from > to changes the sign) by the Gauss–Kronrod rule of 21 points, halving
 * the panel with the largest error first. Panels start between the breakpoints. An infinite end is mapped to a finite one by
 * x = a + s(1 − t)/t, where a is the outermost finite point and s the distance between the outermost finite points (1 where there is
 * only one): breakpoints tell where the integrand lives, and a feature much narrower than a panel that none of them marks can be
 * missed, as by every rule that samples.
 *
 * The error is the sum over the panels of |Kronrod − Gauss| (more where the rule fits badly), of what a jump next to a point of subdivision could hide, and of the rounding
 * of values and points; it is reported, not hidden, where
 * `tolerance` is out of reach (a pole, a divergent integral).
 * @throws CandorError `not-finite` naming the point where f is not finite; `bad-interval` for ends or options that are not numbers.
 * Source: Piessens, de Doncker-Kapenga, Überhuber, Kahaner, QUADPACK (1983), QAGP; its heuristic may raise |Kronrod − Gauss| here, never lower it.
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
  return subdivide(charts(finiteIntegrand(f), from, to, breakpoints), tolerance, mostEvaluations);
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

/** f, refusing values that are not finite: `not-finite` with the point. */
export function finiteIntegrand(f: (x: number) => number): (x: number) => number {
  return (x) => {
    const value = f(x);
    if (Number.isFinite(value)) return value;
    return fail(
      "not-finite",
      `x = ${x}`,
      `The integrand is ${value} at ${x}: split the interval there, unless the integral does not exist.`,
      {
        expected: "a finite number",
        received: String(value),
      },
    );
  };
}

interface Live extends Panel, EndValues {
  readonly chart: Chart;
}

/** Splits that change nothing but noise before the integrand is taken to be noisier than rounding says. */
const MOST_FUTILE_SPLITS = 20;

function subdivide(all: readonly Chart[], tolerance: number, mostEvaluations: number): Integral {
  const apply = (chart: Chart, from: number, to: number, ends: EndValues = {}): Live => ({
    ...gaussKronrod(chart.integrand, from, to, ends),
    ...ends,
    chart,
  });
  const panels = all.map((chart) => apply(chart, chart.from, chart.to));
  let evaluations = PANEL_POINTS * panels.length;
  let futile = 0;
  for (;;) {
    const { value, error } = total(panels);
    const worst = worstPanel(panels);
    const done = error <= tolerance * (1 + Math.abs(value)) || worst < 0 || futile > MOST_FUTILE_SPLITS;
    if (done || evaluations + 2 * PANEL_POINTS > mostEvaluations) return { value, error, evaluations };
    const parent = panels[worst];
    const { chart, from, to } = parent;
    const middle = from + (to - from) / 2;
    const left = apply(chart, from, middle, { atFrom: parent.atFrom, atTo: parent.atMiddle });
    const right = apply(chart, middle, to, { atFrom: parent.atMiddle, atTo: parent.atTo });
    if (isFutile(parent, left, right)) futile++;
    panels[worst] = left;
    panels.push(right);
    evaluations += 2 * PANEL_POINTS;
  }
}

/** Neither the value nor its error moved: what is left is noise. As QUADPACK's test for roundoff. */
function isFutile(parent: Panel, left: Panel, right: Panel): boolean {
  const moved = Math.abs(left.value + right.value - parent.value);
  return left.truncation + right.truncation >= 0.99 * parent.truncation && moved <= 1e-5 * parent.magnitude;
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
    // Narrower panels would put points on their ends.
    const splittable = to - from > 2 ** -42 * Math.max(Math.abs(from), Math.abs(to));
    if (splittable && truncation > 4 * rounding && (worst < 0 || truncation > panels[worst].truncation))
      worst = k;
  }
  return worst;
}
