/** Runs tasks of one seller one after the other; sellers do not wait for each other. */
export type SellerQueue = <T>(seller: string, task: () => Promise<T>) => Promise<T>

/**
 * Square answers 429 to a catalog write while another one of the same seller runs. This holds within one process;
 * writes of other processes still meet the 429, which is retryable.
 */
export function createSellerQueue(): SellerQueue {
  const tails = new Map<string, Promise<void>>()
  return (seller, task) => {
    const run = (tails.get(seller) ?? Promise.resolve()).then(task)
    const tail = run.then(
      () => undefined,
      () => undefined,
    )
    tails.set(seller, tail)
    void tail.then(() => {
      if (tails.get(seller) === tail) tails.delete(seller)
    })
    return run
  }
}
