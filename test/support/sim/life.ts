/** One life of the agent's process: it can end at any step, and then nothing of it goes on. */

export class Life {
  #dead = false;
  #stepsLeft: number;
  #onDeath: () => void;
  steps = 0;

  /** Dies by itself after so many steps of its ports; `Infinity`: never. */
  constructor(stepsLeft: number, onDeath: () => void) {
    this.#stepsLeft = stepsLeft;
    this.#onDeath = onDeath;
  }

  get dead(): boolean {
    return this.#dead;
  }

  die(): void {
    if (this.#dead) return;
    this.#dead = true;
    this.#onDeath();
  }

  /** Passes while it lives; the dead never come back from it. */
  async step(): Promise<void> {
    this.steps += 1;
    this.#stepsLeft -= 1;
    if (this.#stepsLeft <= 0) this.die();
    if (this.#dead) await new Promise<never>(() => undefined);
  }

  /** The same function, as this life can call it: it may end before it begins, or before it hears the result. */
  through<A extends readonly unknown[], R>(call: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
    return async (...args) => {
      await this.step();
      try {
        return await call(...args);
      } finally {
        await this.step();
      }
    };
  }
}
