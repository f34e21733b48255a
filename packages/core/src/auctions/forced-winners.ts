import { profileSteps } from "../design/finite-tables.js";
import { ONE, type Rational, ZERO } from "../numeric/rational.js";

/** A bidder who has to win at the profile `low` and cannot at `high`, where its own value is higher and nothing else differs. */
export interface LostPrize {
  readonly bidder: number;
  readonly low: number;
  readonly high: number;
  /** Who takes the object at `high`: has a higher weight, or has to win there as well; absent for nobody. */
  readonly rival?: number;
}

/**
 * What follows from who may win where when winners keep winning as their own value rises: "wins" spreads upwards, "loses"
 * downwards along a bidder's own value; a winner shuts the others out; a sole candidate wins. Nobody counts as candidate n.
 */
export class ForcedWinners {
  readonly profiles: number;
  private readonly steps: ReturnType<typeof profileSteps>;
  private won: Uint8Array;
  private shut: Uint8Array;
  private pending: number[] = [];
  private lost: LostPrize | undefined;

  /** @param candidates [profile][bidder, last entry nobody]. */
  constructor(
    readonly sizes: readonly number[],
    private readonly candidates: readonly (readonly boolean[])[],
  ) {
    this.profiles = candidates.length;
    this.steps = profileSteps(sizes);
    this.won = new Uint8Array(this.profiles * (sizes.length + 1));
    this.shut = new Uint8Array(this.won.length);
  }

  copy(): ForcedWinners {
    const twin = new ForcedWinners(this.sizes, this.candidates);
    twin.won = this.won.slice();
    twin.shut = this.shut.slice();
    return twin;
  }

  /** Draws every consequence of the candidates; returns the first contradiction. */
  settle(): LostPrize | undefined {
    for (let k = 0; k < this.profiles && this.lost === undefined; k++) {
      this.candidates[k].forEach((may, i) => {
        if (!may) this.shutOut(i, k);
      });
      this.spread();
    }
    return this.lost;
  }

  /** Gives the object to the first bidder still possible, profile by profile; whether that went through. */
  chooseFirst(): boolean {
    for (let k = 0; k < this.profiles; k++) {
      const [first] = this.open(k);
      if (first === undefined) continue;
      this.win(first, k);
      this.spread();
      if (this.lost !== undefined) return false;
    }
    return true;
  }

  wins(bidder: number, profile: number): boolean {
    return this.won[this.cell(bidder, profile)] === 1;
  }

  /** q_i(v) at [bidder][profile]: 1 where the bidder has to win, else 0. */
  allocation(): Rational[][] {
    return this.sizes.map((_, i) =>
      Array.from({ length: this.profiles }, (_, k) => (this.wins(i, k) ? ONE : ZERO)),
    );
  }

  /** Whether nobody may get the object. */
  mayKeep(profile: number): boolean {
    return this.shut[this.cell(this.sizes.length, profile)] === 0;
  }

  /** The bidders of whom it is open whether they win. */
  open(profile: number): number[] {
    return this.sizes.flatMap((_, i) => {
      const at = this.cell(i, profile);
      return this.won[at] === 0 && this.shut[at] === 0 ? [i] : [];
    });
  }

  private cell(bidder: number, profile: number): number {
    return profile * (this.sizes.length + 1) + bidder;
  }

  private win(bidder: number, profile: number): void {
    const at = this.cell(bidder, profile);
    if (this.won[at] === 1) return;
    this.won[at] = 1;
    if (this.shut[at] === 1) this.lost ??= this.contradiction(bidder, profile);
    this.pending.push(at);
  }

  private shutOut(bidder: number, profile: number): void {
    const at = this.cell(bidder, profile);
    if (this.shut[at] === 1) return;
    this.shut[at] = 1;
    if (this.won[at] === 1) this.lost ??= this.contradiction(bidder, profile);
    this.pending.push(at);
  }

  private spread(): void {
    const width = this.sizes.length + 1;
    while (this.pending.length > 0 && this.lost === undefined) {
      const at = this.pending.pop()!;
      const bidder = at % width;
      const profile = Math.floor(at / width);
      if (this.won[at] === 1) {
        for (let j = 0; j < width; j++) if (j !== bidder) this.shutOut(j, profile);
        const higher = this.neighbour(bidder, profile, 1);
        if (higher !== undefined) this.win(bidder, higher);
      } else {
        const lower = this.neighbour(bidder, profile, -1);
        if (lower !== undefined) this.shutOut(bidder, lower);
        this.winIfSole(profile, width);
      }
    }
  }

  private winIfSole(profile: number, width: number): void {
    let sole = -1;
    for (let j = 0; j < width; j++) {
      if (this.shut[this.cell(j, profile)] === 1) continue;
      if (sole >= 0) return;
      sole = j;
    }
    // When all are shut out, one of those tied for the largest weight had to win all the same.
    this.win(sole >= 0 ? sole : this.candidates[profile].indexOf(true), profile);
  }

  /** The profile in which the bidder's own value is one step higher or lower; none for nobody and at the ends. */
  private neighbour(bidder: number, profile: number, step: number): number | undefined {
    if (bidder === this.sizes.length) return undefined;
    const p = this.steps.typeOf(profile, bidder) + step;
    return p < 0 || p >= this.sizes[bidder] ? undefined : this.steps.replace(profile, bidder, p);
  }

  /**
   * Nobody is forced only where every bidder is shut out, so its contradictions are a bidder's as well. Widens one to the lowest
   * profile at which the bidder must win and the first one at which it is no candidate or somebody else must win.
   */
  private contradiction(bidder: number, profile: number): LostPrize | undefined {
    if (bidder === this.sizes.length) return undefined;
    let low = profile;
    for (let k = this.neighbour(bidder, low, -1); k !== undefined && this.wins(bidder, k); )
      [low, k] = [k, this.neighbour(bidder, k, -1)];
    let high: number | undefined = profile;
    while (
      high !== undefined &&
      this.candidates[high][bidder] &&
      this.winnerBeside(bidder, high) === undefined
    )
      high = this.neighbour(bidder, high, 1);
    high ??= profile;
    const rival = this.winnerBeside(bidder, high) ?? this.sizes.findIndex((_, j) => this.candidates[high][j]);
    return { bidder, low, high, ...(rival < 0 ? {} : { rival }) };
  }

  /** Another bidder who has to win at the profile. */
  private winnerBeside(bidder: number, profile: number): number | undefined {
    const winner = this.sizes.findIndex((_, j) => j !== bidder && this.wins(j, profile));
    return winner < 0 ? undefined : winner;
  }
}
