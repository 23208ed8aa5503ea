/** Values by key, the least recently asked for going first. */
export class Kept<V> {
  private readonly values = new Map<string, { readonly value: V; weight: number }>();
  private weight = 0;

  /** Keeps values up to `most` together; each weighs 1 unless told. The newest is kept whatever it weighs. */
  constructor(private readonly most: number) {}

  get(key: string): V | undefined {
    const entry = this.values.get(key);
    if (entry === undefined) return undefined;
    this.values.delete(key);
    this.values.set(key, entry);
    return entry.value;
  }

  set(key: string, value: V, weight = 1): V {
    this.remove(key);
    this.values.set(key, { value, weight });
    this.weight += weight;
    this.shed();
    return value;
  }

  /** The value kept, or the one made now. */
  of(key: string, make: () => V): V {
    return this.get(key) ?? this.set(key, make());
  }

  /** Says what a value weighs, once that is known. Does nothing where another took its place. */
  weigh(key: string, value: V, weight: number): void {
    const entry = this.values.get(key);
    if (entry?.value !== value) return;
    this.weight += weight - entry.weight;
    entry.weight = weight;
    this.shed();
  }

  /** Lets go of `value`, unless another took its place. */
  drop(key: string, value: V): void {
    if (this.values.get(key)?.value === value) this.remove(key);
  }

  private shed(): void {
    for (const key of this.values.keys()) {
      if (this.weight <= this.most || this.values.size === 1) return;
      this.remove(key);
    }
  }

  private remove(key: string): void {
    const entry = this.values.get(key);
    if (entry === undefined) return;
    this.values.delete(key);
    this.weight -= entry.weight;
  }
}
