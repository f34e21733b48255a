import type { SaleProfiles } from "./dominant-profiles.js";
import { profileImages, type SaleSymmetry } from "./dominant-symmetry.js";
import type { GoodsSale } from "./goods-sale.js";

/** Which entries of a mechanism one variable stands for. */
export interface DominantOrbits {
  /** Column of q_i(t, g), at [(bidder · profiles + profile) · goods + good]. */
  readonly allocationColumn: Int32Array;
  /** Column of u_i(t), at [bidder · profiles + profile]. */
  readonly utilityColumn: Int32Array;
  /** Number of columns: allocations and utilities together. */
  readonly columns: number;
  /** By column: how many entries it stands for, and the first of them (an allocation entry, or −1 − a utility entry). */
  readonly sizes: Int32Array;
  readonly firsts: Int32Array;
  /** One resource of each orbit, as [profile · goods + good] (`items`) or the profile (`grades`). */
  readonly resources: Int32Array;
}

/** O(|symmetries| · bidders · profiles · goods). */
export function dominantOrbits(
  { kind, bidders }: Pick<GoodsSale<unknown>, "kind" | "bidders">,
  profiles: SaleProfiles,
  symmetries: readonly SaleSymmetry[],
): DominantOrbits {
  const { count, goods } = profiles;
  const utilityFirst = Int32Array.from({ length: bidders.length * count }, (_, k) => k);
  const allocationFirst = Int32Array.from({ length: utilityFirst.length * goods }, (_, k) => k);
  const each = kind === "items" ? goods : 1;
  const resourceFirst = Int32Array.from({ length: count * each }, (_, k) => k);
  for (const symmetry of symmetries) {
    const images = profileImages(symmetry, profiles);
    lower(
      resourceFirst,
      (k) => images[Math.floor(k / each)] * each + (each === 1 ? 0 : symmetry.goods[k % each]),
    );
    symmetry.bidders.forEach((to, from) => {
      for (let p = 0; p < count; p++) {
        const [source, target] = [from * count + p, to * count + images[p]];
        if (target < utilityFirst[source]) utilityFirst[source] = target;
        for (let g = 0; g < goods; g++) {
          const image = target * goods + symmetry.goods[g];
          if (image < allocationFirst[source * goods + g]) allocationFirst[source * goods + g] = image;
        }
      }
    });
  }
  return numbered(allocationFirst, utilityFirst, resourceFirst);
}

/** An orbit's first member is the least image of any of its members. */
function lower(first: Int32Array, image: (k: number) => number): void {
  for (let k = 0; k < first.length; k++) first[k] = Math.min(first[k], image(k));
}

function numbered(
  allocationFirst: Int32Array,
  utilityFirst: Int32Array,
  resourceFirst: Int32Array,
): DominantOrbits {
  const sizes: number[] = [];
  const firsts: number[] = [];
  const number = (first: Int32Array, name: (k: number) => number) => {
    const column = new Int32Array(first.length);
    for (let k = 0; k < first.length; k++) {
      if (first[k] === k) {
        column[k] = sizes.length;
        firsts.push(name(k));
        sizes.push(0);
      } else column[k] = column[first[k]];
      sizes[column[k]]++;
    }
    return column;
  };
  const allocationColumn = number(allocationFirst, (k) => k);
  const utilityColumn = number(utilityFirst, (k) => -1 - k);
  return {
    allocationColumn,
    utilityColumn,
    columns: sizes.length,
    sizes: Int32Array.from(sizes),
    firsts: Int32Array.from(firsts),
    resources: resourceFirst.filter((first, k) => first === k),
  };
}

/** The utility entries bidder · profiles + profile that stand for their orbits, in the order of their columns. */
export function representatives({ firsts }: DominantOrbits): Int32Array {
  return firsts.filter((first) => first < 0).map((first) => -1 - first);
}

/** Writes one number for each column into the entries it stands for. */
export function spread(column: Int32Array, values: ArrayLike<number>): Float64Array {
  return Float64Array.from(column, (c) => values[c]);
}
