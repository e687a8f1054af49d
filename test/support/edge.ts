/** An execution context that records the purged tags and the work after the response. */
export function edge() {
  const purged: string[] = [];
  const work: Promise<unknown>[] = [];
  const purge = async ({ tags }: { tags: string[] }) => {
    purged.push(...tags);
    return { success: true };
  };
  const waitUntil = (promise: Promise<unknown>) => work.push(promise);
  const execution = { waitUntil, cache: { purge } } as unknown as ExecutionContext;
  return { execution, purged, done: () => Promise.all(work) };
}
