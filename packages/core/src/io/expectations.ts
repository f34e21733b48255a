import type { Mechanism } from "../model/mechanism.js";
import { compare, parseRational, type Rational, toDouble } from "../numeric/rational.js";
import { PROPERTIES, type Quantity, type Verdict, type Witness } from "../properties/index.js";
import { factNumbers, type Known, theoryNumbers } from "./expected-numbers.js";
import type { LoadedModel } from "./load.js";
import type { ModelFile } from "./model-file/schema.js";
import { nearest } from "./nearest.js";

type Expectation = NonNullable<ModelFile["expect"]>;

/** How far a number computed in doubles may lie from the one expected, where the file states no tolerance. */
const TOLERANCE = 1e-9;

/**
 * What a model file expects of its own mechanism (`expect`) set against what is computed: one sentence per mismatch, none when
 * everything agrees or nothing is expected.
 *
 * `properties`: the smallest ε by identifier, or `infeasible` where the property fails without an ε; `unknown`: properties that
 * cannot be decided; `witnesses`: fields of a witness by property, a named number of it included; `facts`: numbers such as
 * `revenue`, `expected-payment Buyer`, `interim-utility Seller 1/2`; `theory`: `groves` and `pivot` (1 or 0), `balanced-surplus` and
 * `vcg-surplus`, `worst-off Seller` (a type) and `worst-off-gain Seller`.
 *
 * In exact arithmetic numbers must be equal; in doubles they may differ by `tolerance` (absolute, default 1e-9), and a property
 * expected to hold exactly must not be reported as violated. Cost: that of the checks that are named.
 */
export function compareWithExpectations<N>(loaded: LoadedModel<N>, file: ModelFile): readonly string[] {
  const { expect } = file;
  if (expect === undefined) return [];
  if (loaded.mechanism === undefined) return ["Results are expected, but the model states no mechanism."];
  const stated = parseRational(String(expect.tolerance ?? TOLERANCE));
  if (stated === undefined) return [`tolerance: "${expect.tolerance}" is not a number.`];
  const tolerance = toDouble(stated);
  const context: Context<N> = { mechanism: loaded.mechanism, tolerance, verdicts: new Map() };
  return [
    ...compareProperties(context, expect),
    ...compareUndecided(context, expect),
    ...compareWitnesses(context, expect),
    ...compareNumbers("fact", expect.facts, context, factNumbers),
    ...compareNumbers("theory", expect.theory, context, theoryNumbers),
  ];
}

interface Context<N> {
  readonly mechanism: Mechanism<N>;
  readonly tolerance: number;
  readonly verdicts: Map<string, Verdict>;
}

/** The verdict on a property, or a sentence when there is no such property. */
function verdictOn<N>({ mechanism, verdicts }: Context<N>, id: string): Verdict | string {
  const property = PROPERTIES.find((each) => each.id === id);
  if (property === undefined)
    return unknownName(
      "property",
      id,
      PROPERTIES.map((each) => each.id),
    );
  const verdict = verdicts.get(id) ?? property.check(mechanism, {});
  verdicts.set(id, verdict);
  return verdict;
}

function unknownName(what: string, name: string, known: readonly string[]): string {
  const close = nearest(name, known);
  return `${what} ${name}: there is none of this name${close ? `; did you mean ${close}?` : "."}`;
}

function compareProperties<N>(context: Context<N>, { properties = {} }: Expectation): string[] {
  return Object.entries(properties).flatMap(([id, wanted]) => {
    const verdict = verdictOn(context, id);
    if (typeof verdict === "string") return [verdict];
    const { epsilon, status } = verdict;
    if (wanted === "infeasible")
      return status === "violated" && epsilon === undefined
        ? []
        : [
            `${id}: expected to be infeasible, found ${status}${epsilon ? ` with ε = ${shown(epsilon)}` : ""}.`,
          ];
    if (epsilon === undefined)
      return [`${id}: expected ε = ${wanted}, found none (${verdict.notes[0] ?? status}).`];
    const mismatch = compareQuantity(`${id}: expected ε =`, epsilon, String(wanted), context.tolerance);
    if (mismatch !== undefined) return [mismatch];
    const contrary = isZero(wanted) ? "violated" : "proved";
    return status === contrary ? [`${id}: expected ε = ${wanted}, yet the answer is "${status}".`] : [];
  });
}

function isZero(wanted: string | number): boolean {
  const value = parseRational(String(wanted));
  return value !== undefined && value.n === 0n;
}

function compareUndecided<N>(context: Context<N>, { unknown = [] }: Expectation): string[] {
  return unknown.flatMap((id) => {
    const verdict = verdictOn(context, id);
    if (typeof verdict === "string") return [verdict];
    const undecided = verdict.status === "unknown" && verdict.epsilon === undefined;
    return undecided ? [] : [`${id}: expected to be undecided, found ${verdict.status}.`];
  });
}

function compareWitnesses<N>(context: Context<N>, { witnesses = {} }: Expectation): string[] {
  return Object.entries(witnesses).flatMap(([id, fields]) => {
    const verdict = verdictOn(context, id);
    if (typeof verdict === "string") return [verdict];
    const { witness } = verdict;
    if (witness === undefined) return [`${id}: a witness is expected, and there is none.`];
    return Object.entries(fields).flatMap(([field, wanted]) =>
      compareField(
        `${id}: the witness's ${field} is expected to be`,
        witness,
        field,
        wanted,
        context.tolerance,
      ),
    );
  });
}

function compareField(
  what: string,
  witness: Witness,
  field: string,
  wanted: unknown,
  tolerance: number,
): string[] {
  const number = witness.numbers[field];
  if (number !== undefined) return [compareQuantity(what, number, String(wanted), tolerance) ?? []].flat();
  const found = witness[field as keyof Witness];
  const same = JSON.stringify(sorted(found)) === JSON.stringify(sorted(wanted));
  return same ? [] : [`${what} ${JSON.stringify(wanted)}, found ${JSON.stringify(found) ?? "nothing"}.`];
}

/** Scalars as text and maps in the order of their keys, so that the order in the file does not matter. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(String);
  if (value === null || typeof value !== "object") return value === undefined ? undefined : String(value);
  return Object.entries(value)
    .map(([key, entry]) => [key, String(entry)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A sentence when a computed number is not the expected one. */
function compareQuantity(
  what: string,
  found: Quantity,
  wanted: string,
  tolerance: number,
): string | undefined {
  const value = parseRational(wanted);
  if (value === undefined) return `${what} "${wanted}", which is not a number.`;
  return agrees(found, value, tolerance) ? undefined : `${what} ${wanted}, found ${shown(found)}.`;
}

function agrees({ exact, value }: Quantity, wanted: Rational, tolerance: number): boolean {
  if (exact !== undefined) return compare(parseRational(exact)!, wanted) === 0;
  return Math.abs(value - toDouble(wanted)) <= tolerance;
}

function shown(found: Quantity): string {
  return found.exact ?? String(found.value);
}

function compareNumbers<N>(
  what: string,
  wanted: Readonly<Record<string, string | number>> | undefined,
  { mechanism, tolerance }: Context<N>,
  compute: (mechanism: Mechanism<N>, names: readonly string[]) => Known,
): string[] {
  if (wanted === undefined) return [];
  const found = compute(mechanism, Object.keys(wanted));
  return Object.entries(wanted).flatMap(([name, text]) => {
    const value = found.get(name);
    if (value === undefined) return [unknownName(what, name, [...found.keys()])];
    if (typeof value !== "string")
      return [compareQuantity(`${name}: expected`, value, String(text), tolerance) ?? []].flat();
    return value === String(text) ? [] : [`${name}: expected ${text}, found ${value}.`];
  });
}
