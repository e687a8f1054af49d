/** The result of some work, or its error until `orThrow` is called. */
export interface Settled<T> {
  value?: T;
  orThrow: () => T;
}

/** Does some work and keeps its error for later. */
export async function settled<T>(work: () => Promise<T>): Promise<Settled<T>> {
  try {
    const value = await work();
    return { value, orThrow: () => value };
  } catch (error) {
    return {
      orThrow: () => {
        throw error;
      },
    };
  }
}
