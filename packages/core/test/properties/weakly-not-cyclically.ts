/**
 * values[type][alternative] of types A, B, C for x, y, z. The rule gives A ↦ x, B ↦ y, C ↦ z: to each type its second best. Swapping
 * two outcomes never pays (a pair gains −1 in total), but A → B → C → A gains 1 at every step, so no payments deter all lies.
 */
export const CYCLIC_VALUES = [
  [2, 0, 3],
  [3, 2, 0],
  [0, 3, 2],
] as const;
