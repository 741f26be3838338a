import type { Random } from './random.js';

/** Things by key, of which any one can be had at once however many there are. */
export class Bag<T> {
  readonly #list: [string, T][] = [];
  readonly #places = new Map<string, number>();

  set(key: string, value: T): void {
    const place = this.#places.get(key);
    if (place === undefined) this.#places.set(key, this.#list.push([key, value]) - 1);
    else this.#list[place] = [key, value];
  }

  delete(key: string): void {
    const place = this.#places.get(key);
    const last = this.#list.pop();
    if (place === undefined || last === undefined) {
      if (last) this.#list.push(last);
      return;
    }
    this.#places.delete(key);
    if (place === this.#list.length) return;
    this.#list[place] = last;
    this.#places.set(last[0], place);
  }

  any(random: Random): [string, T] | undefined {
    return this.#list.length === 0 ? undefined : random.of(this.#list);
  }
}
