/** What a line says before anything is checked. */
export interface RawReport {
  readonly participant: unknown;
  readonly group: unknown;
  readonly signal: unknown;
}

/** Why a line is no report. */
export interface BadLine {
  /** Within its block, from 0. */
  readonly line: number;
  readonly message: string;
  /** A name that is not known, of which there may be a similar one. */
  readonly unknown?: { readonly kind: "group" | "signal"; readonly name: string };
}

/** Ids of participants may have so many bytes in UTF-8. */
export const LONGEST_ID = 1024;

/**
 * The participant as text: a text as it is, a whole number in decimal digits, so that 7 and "7" are the same participant.
 * Otherwise `undefined`.
 */
export function participantId(value: unknown): string | undefined {
  if (typeof value === "string")
    return value !== "" && isShort(value) && !HALF_PAIR.test(value) ? value : undefined;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

/** Half of a surrogate pair, which has no UTF-8. */
const HALF_PAIR = /\p{Surrogate}/u;

function isShort(text: string): boolean {
  // A character takes at most 3 bytes for each of its code units.
  return (
    3 * text.length <= LONGEST_ID || (text.length <= LONGEST_ID && Buffer.byteLength(text) <= LONGEST_ID)
  );
}

/** From names, and where allowed from numbers from 0, to numbers. A name goes before a number that reads the same. */
export function numbering(names: readonly string[], byNumber: boolean): ReadonlyMap<unknown, number> {
  const found = new Map<unknown, number>();
  const enter = (word: string, k: number) => {
    if (!found.has(word)) found.set(word, k);
    // JSON writes some names without quotes.
    const value = Number(word);
    if (String(value) === word && !found.has(value)) found.set(value, k);
  };
  for (const [k, name] of names.entries()) enter(name, k);
  if (byNumber) for (const k of names.keys()) enter(String(k), k);
  return found;
}

/** Why a line that is well formed is no report. */
export function complaint(
  line: number,
  { participant, group, signal }: RawReport,
  known: KnownNames,
): BadLine {
  if (participantId(participant) === undefined) return { line, message: participantComplaint(participant) };
  if (!known.groups.has(group)) return nameComplaint(line, "group", group);
  return nameComplaint(line, "signal", signal);
}

export interface KnownNames {
  readonly groups: ReadonlyMap<unknown, number>;
  readonly signals: ReadonlyMap<unknown, number>;
}

function participantComplaint(value: unknown): string {
  if (value === undefined || value === null || value === "")
    return "There is no participant; every report needs one.";
  if (typeof value === "number")
    return `The participant ${value} is not a whole number below 2^53; write it in quotes.`;
  if (typeof value !== "string") return "The participant is neither text nor a whole number.";
  return isShort(value)
    ? "The participant holds half of a surrogate pair, which is not text."
    : `The participant has more than ${LONGEST_ID} bytes.`;
}

function nameComplaint(line: number, kind: "group" | "signal", value: unknown): BadLine {
  if (value === undefined || value === null || value === "")
    return { line, message: `There is no ${kind}; every report needs one.` };
  const name = typeof value === "string" ? value : JSON.stringify(value);
  const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  return { line, message: `There is no ${kind} "${shown}"`, unknown: { kind, name: shown } };
}
