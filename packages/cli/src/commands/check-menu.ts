import { fail } from "@candor/core/numeric";
import { examineMenu, type MenuFindings, type StatedMenu } from "../intervals/examine-menu.js";
import { menuData, menuLines } from "../intervals/menu-lines.js";
import { answer, type IntervalStudy, type OutputFlags } from "../intervals/study.js";
import { screenStudy } from "./screen.js";

/**
 * `candor check FILE` of a menu for types on an interval. Exit code 1 where a lie pays, somebody loses or gets what is not offered, or something
 * expected differs.
 */
export function checkMenu(file: string, { json = false }: OutputFlags): Promise<number> {
  return answer(menuStudy, file, { json });
}

const menuStudy: IntervalStudy<OutputFlags, StatedMenu, MenuFindings> = {
  places: screenStudy.places,
  fromFlags: () => fail("missing-file", "", "Name a model file."),
  fromWorld(world, flags) {
    const { kind, menu } = world;
    if (kind !== "quantities" || menu === undefined)
      return world.refuse(
        ["mechanism"],
        "With types on an interval, check looks at a menu for one agent: mechanism: {outcome: formula in reports.NAME, payments: {NAME: formula in own}}. For other mechanisms put the types on a grid: candor discretize.",
      );
    return { stated: screenStudy.fromWorld(world, flags), ...menu };
  },
  examine: examineMenu,
  holds: ({ check: { lie, participation, error }, unavailable }) =>
    lie === undefined && participation.slack >= -error && unavailable === undefined,
  lines: menuLines,
  data: menuData,
};
