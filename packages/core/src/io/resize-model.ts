import { fail } from "../numeric/candor-error.js";
import { changedModel } from "./changed-model.js";
import type { ParsedModel } from "./model-file/parse.js";
import { entriesOf, keysOf, type Raw } from "./model-file/source.js";

/** The groups of a file and how many members each has as stated (1 where no count stands). Errors: `not-an-integer`. */
export function statedCounts({ file, source }: ParsedModel): ReadonlyMap<string, number> {
  return new Map(
    entriesOf(file.agents).map(([name, { count }]) => {
      const members = count === undefined ? 1 : Number(count);
      if (!Number.isSafeInteger(members) || members < 1)
        fail(
          "not-an-integer",
          `agents.${name}.count`,
          `${String(count)} must be a whole number from 1 on.`,
          source.locate(["agents", name, "count"]) ?? {},
        );
      return [name, members];
    }),
  );
}

/**
 * The model with other counts of members; everything else, the positions of its entries in the text included, stays. Whether
 * the rest of the file still makes sense (it may name single members) shows when it is built.
 *
 * @param counts members by group, each at least 1; groups that are not listed keep their count.
 * Errors: `unknown-name` for a group that the file does not have, `empty-group` for a count below 1.
 */
export function resizeModel(model: ParsedModel, counts: ReadonlyMap<string, number>): ParsedModel {
  const groups = keysOf(model.file.agents);
  for (const [name, count] of counts) {
    if (!groups.includes(name))
      fail("unknown-name", "agents", `There is no group "${name}"; groups: ${groups.join(", ")}.`);
    if (!Number.isSafeInteger(count) || count < 1)
      fail("empty-group", `agents.${name}`, `${name} would have ${count} members; a group has at least 1.`);
  }
  return changedModel(model, (data) => {
    const agents = data.agents as { [name: string]: Raw };
    for (const [name, count] of counts) (agents[name] as { [key: string]: Raw }).count = String(count);
  });
}

/** The model with another mechanism section; everything else stays as in {@link resizeModel}. */
export function withMechanism(model: ParsedModel, section: { readonly [key: string]: Raw }): ParsedModel {
  return changedModel(model, (data) => {
    data.mechanism = section;
  });
}
