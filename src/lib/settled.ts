/** The result of some work, or its error, kept until somebody asks. */
export interface Settled<T> {
  value?: T;
  orThrow: () => T;
}

/** Does some work now and lets its error wait. */
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
