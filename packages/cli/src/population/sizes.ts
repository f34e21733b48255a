import { fail } from "@candor/core/numeric";

/** Beyond this counts of a window no longer fit the integers they are kept in. */
const MOST_PLAYERS = 1e9;

/**
 * Numbers of players from a text such as "1..20,50,1e6": increasing, without repetitions. Errors: `invalid-value` naming `flag`.
 */
export function readSizes(text: string, flag: string): number[] {
  const sizes = new Set<number>();
  for (const part of text.split(",")) {
    const [first, last = first, ...more] = part.split("..").map((each) => each.trim());
    const [from, to] = [wholeNumber(first), wholeNumber(last)];
    if (more.length > 0 || from === undefined || to === undefined || from > to)
      fail(
        "invalid-value",
        flag,
        `"${part.trim()}" is not a whole number from 1 to 1e9 nor a range such as 1..20.`,
      );
    if (to! - from! > 1e5)
      fail("too-large", flag, `${part.trim()} lists more than 100,000 sizes; name fewer.`);
    for (let n = from!; n <= to!; n++) sizes.add(n);
  }
  return [...sizes].sort((a, b) => a - b);
}

function wholeNumber(text: string): number | undefined {
  if (!/^\d+(\.\d+)?([eE]\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= MOST_PLAYERS ? value : undefined;
}
