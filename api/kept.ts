/** A few values by key, the least recently asked for going first. */
export class Kept<V> {
  private readonly values = new Map<string, V>();

  constructor(private readonly most: number) {}

  get(key: string): V | undefined {
    const value = this.values.get(key);
    if (value !== undefined) {
      this.values.delete(key);
      this.values.set(key, value);
    }
    return value;
  }

  set(key: string, value: V): V {
    this.values.delete(key);
    this.values.set(key, value);
    const [oldest] = this.values.keys();
    if (this.values.size > this.most && oldest !== undefined) this.values.delete(oldest);
    return value;
  }

  /** The value kept, or the one made now. */
  of(key: string, make: () => V): V {
    return this.get(key) ?? this.set(key, make());
  }

  /** Lets go of `value`, unless another took its place. */
  drop(key: string, value: V): void {
    if (this.values.get(key) === value) this.values.delete(key);
  }
}
