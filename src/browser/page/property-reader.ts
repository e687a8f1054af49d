export type ReaderOf = <Value>(owner: object, name: string) => (from: unknown) => Value;

/**
 * Returns a function that makes readers. A reader reads a property by the getter that a new document has: the page may
 * replace the getter later.
 */
export function createPropertyReader(): ReaderOf {
  const { apply } = Reflect;
  return (owner, name) => {
    const get = Object.getOwnPropertyDescriptor(owner, name)?.get as () => never;
    return (from) => apply(get, from, []);
  };
}
